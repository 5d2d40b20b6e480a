// A hub as a good Node developer writes it with the http module alone: each event is encoded once
// and written to every response of its topic, the last ones are kept for Last-Event-ID, a comment
// keeps quiet streams open, and a reader that falls too far behind is let go.
//
//   node node_hub.mjs HOST PORT
//
// GET /events?topic=T is a stream, POST /publish?topic=T publishes the body. GET /hold?topic=T
// answers as the origin behind Pushpin does: the stream's first bytes, and the instruction to hold.
import { createServer } from 'node:http';

const kept = 2000; // of each topic: as many as the largest burst has, twice
const heartbeatMs = 15_000; // below nginx's and HAProxy's limits for silent connections
const mostUnsentBytes = 1024 * 1024; // some seconds of a slow link
const backlog = 4096; // what the kernel takes by default

const topics = new Map();
let lastId = 0;

function topicOf(name) {
  let topic = topics.get(name);
  if (!topic) topics.set(name, (topic = { readers: new Set(), events: [] }));
  return topic;
}

function subscribe(topic, request, response) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.write(': hello\n\n');
  const seen = Number(request.headers['last-event-id']);
  if (seen) for (const event of topic.events) if (event.id > seen) response.write(event.bytes);
  topic.readers.add(response);
  response.on('close', () => topic.readers.delete(response));
}

function publish(topic, data) {
  const id = ++lastId;
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`).join('');
  const bytes = Buffer.from(`id: ${id}\n${lines}\n`);
  topic.events.push({ id, bytes });
  if (topic.events.length > kept) topic.events.shift();
  for (const reader of topic.readers) {
    reader.write(bytes);
    if (reader.writableLength > mostUnsentBytes) reader.destroy();
  }
}

function hold(name, response) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Grip-Hold': 'stream',
    'Grip-Channel': name,
    'Grip-Keep-Alive': ':\\n\\n; format=cstring; timeout=15',
  });
  response.end(': hello\n\n');
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const name = url.searchParams.get('topic') ?? '';
  if (request.method === 'GET' && url.pathname === '/events') {
    subscribe(topicOf(name), request, response);
  } else if (request.method === 'GET' && url.pathname === '/hold') {
    hold(name, response);
  } else if (request.method === 'POST' && url.pathname === '/publish') {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      publish(topicOf(name), Buffer.concat(chunks).toString());
      response.writeHead(200, { 'Content-Length': 0 }).end();
    });
  } else {
    response.writeHead(404).end();
  }
});
server.keepAliveTimeout = 600_000; // publishers keep their connections

setInterval(() => {
  for (const topic of topics.values()) for (const reader of topic.readers) reader.write(':\n\n');
}, heartbeatMs);

server.listen({ host: process.argv[2], port: Number(process.argv[3]), backlog });

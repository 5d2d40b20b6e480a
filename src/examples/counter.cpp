// The model controller: a page, the script it loads, and an event sender, in one small worker.
//
//     counter --socket /run/counter/counter.sock      then /sluice/page behind the web server
#include <ctime>
#include <string>

#include <sluice/sluice.hpp>

using namespace std::chrono_literals;

constexpr const char* page = R"(<!doctype html>
<meta charset="utf-8">
<title>sluice counter</title>
<ul id="events"></ul>
<script src="js"></script>
)";

constexpr const char* script = R"(
const source = new EventSource("events");
source.onmessage = (event) => {
  const item = document.createElement("li");
  item.textContent = event.data;
  document.getElementById("events").append(item);
};
)";

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M:%S", localtime_r(&now, &parts))};
}

sluice::awaitable<> event_sender(const sluice::request& request, sluice::stream& out) {
  for (int n = request.last_event_id_as<int>().value_or(-1) + 1; n < 10; ++n) {
    const std::string number = std::to_string(n);
    co_await out.send(sluice::event(number + " " + time_of_day()).id(number));  // yield
    co_await out.sleep(1s);
  }
  out.finish();
}

int main(int argc, char** argv) {
  sluice::app app;
  app.page("/page", page).script("/js", script).events("/events", event_sender);
  return app.run(argc, argv);
}

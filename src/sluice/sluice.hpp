// Everything a handler needs.
#pragma once

#include "sluice/app.hpp"
#include "sluice/awaitable.hpp"
#include "sluice/event.hpp"
#include "sluice/handler.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"
#include "sluice/stream.hpp"

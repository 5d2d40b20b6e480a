# Every third-party package, in one place. The comment names the room that includes its header.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# loop/ (Asio), base/ (system::result), config/ (program_options). 1.74, Debian 12's default,
# misses what Asio's coroutines need.
find_package(Boost 1.81 REQUIRED COMPONENTS program_options)
# base/: log lines leave through a bounded queue and a thread of its own.
find_package(spdlog 1.10 REQUIRED)
# fcgi/: request_parser.cpp only.
pkg_check_modules(fcgi REQUIRED IMPORTED_TARGET fcgi)
# cli/, config/: JSON in and out.
find_package(nlohmann_json 3.11 REQUIRED)

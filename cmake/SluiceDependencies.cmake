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
# loop/: send_queue.cpp only. Left out where it is missing, as where the kernel forbids its use.
set(SLUICE_WITH_IO_URING AUTO CACHE STRING "Sends of many streams in one system call: AUTO, ON or OFF")
set_property(CACHE SLUICE_WITH_IO_URING PROPERTY STRINGS AUTO ON OFF)
if(SLUICE_WITH_IO_URING STREQUAL "AUTO")
  pkg_check_modules(liburing IMPORTED_TARGET liburing>=2.3)
elseif(SLUICE_WITH_IO_URING)
  pkg_check_modules(liburing REQUIRED IMPORTED_TARGET liburing>=2.3)
endif()
# auth/: key_material.cpp only.
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
# auth/, cli/, config/, sources/: JSON in and out.
find_package(nlohmann_json 3.11 REQUIRED)
# client/: commands that talk to a hub through its web server. 7.85 restricts protocols by name.
find_package(CURL 7.85 REQUIRED)

# history/: the log that outlives the process. AUTO takes it where it is; 3.34 is Debian 11's.
set(SLUICE_WITH_SQLITE AUTO CACHE STRING "History in SQLite files: AUTO, ON or OFF")
set_property(CACHE SLUICE_WITH_SQLITE PROPERTY STRINGS AUTO ON OFF)
if(SLUICE_WITH_SQLITE STREQUAL "AUTO")
  find_package(SQLite3 3.34)
elseif(SLUICE_WITH_SQLITE)
  find_package(SQLite3 3.34 REQUIRED)
endif()

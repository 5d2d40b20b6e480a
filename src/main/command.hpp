// The subcommands of the binary. Each gets the whole argv and returns the process's exit code.
#pragma once

namespace sluice::main {

int serve(int argc, char** argv);
int config_command(int argc, char** argv);

}  // namespace sluice::main

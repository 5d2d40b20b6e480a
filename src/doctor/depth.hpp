#pragma once

namespace sluice::doctor {

/// `quick` takes a few seconds, for what asks again and again. Of a site it leaves out what needs
/// time or several connections; of a socket it asks whether a worker is there and ready, and
/// nothing of the machine around it.
enum class depth { quick, whole };

}  // namespace sluice::doctor

package dev.cnilab.cluster.image.weave;

import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;

/** {@code weave-npc}: the network policy controller. */
public final class WeaveNpc implements EventProgram {
  @Override
  public void begin(Process process) {
    process.onSignal(Signal.TERM, () -> process.end(0));
    new WeaveLog(process)
        .info(
            "Starting Weaveworks NPC 2.8.1; node name \"%s\""
                .formatted(process.environment().getOrDefault("HOSTNAME", process.hostname())));
  }
}

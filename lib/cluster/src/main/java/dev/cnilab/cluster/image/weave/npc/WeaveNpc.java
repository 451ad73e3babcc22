package dev.cnilab.cluster.image.weave.npc;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.policy.PolicyWatch;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code weave-npc}: the network policy controller. Its rules stay when it ends, so that nothing
 * comes in to pods that it does not know yet.
 */
public final class WeaveNpc implements EventProgram {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final ApiClient client;

  public WeaveNpc(ApiClient client) {
    this.client = client;
  }

  @Override
  public void begin(Process process) {
    process.onSignal(Signal.TERM, () -> process.end(0));
    String node = process.environment().getOrDefault("HOSTNAME", process.hostname());
    process
        .err()
        .println(
            "INFO: %s Starting Weaveworks NPC 2.8.1; node name %s"
                .formatted(TIME.format(process.loop().now()), GoText.quote(node)));
    NpcChains chains = new NpcChains(process.network());
    chains.ensure();
    PolicyWatch watch =
        new PolicyWatch(
            process.loop(),
            client,
            PolicyWatch.POD_STATUS,
            snapshot ->
                new NpcRules(snapshot, chains, new NpcSets(process.network().sets())).write(node));
    process.onExit(status -> watch.close());
  }
}

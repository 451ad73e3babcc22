package dev.cnilab.cluster.image.weave.npc;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.policy.PolicyWatch;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * {@code weave-npc}: the network policy controller. Its rules stay when it ends, so new pods, which
 * it does not know, get no incoming connections.
 */
public final class WeaveNpc implements EventProgram {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final ApiClients clients;

  public WeaveNpc(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public void begin(Process process) {
    process.signals().handle(Signal.TERM, () -> process.end(0));
    String node = process.environment().getOrDefault("HOSTNAME", process.hostname());
    say(process, "INFO", "Starting Weaveworks NPC 2.8.1; node name " + GoText.quote(node));
    ApiClient client;
    try {
      client = clients.inCluster(process);
    } catch (IOException incomplete) {
      say(process, "FATA", String.valueOf(incomplete.getMessage()));
      process.end(1);
      return;
    }
    NpcChains chains = new NpcChains(process.network());
    chains.ensure();
    PolicyWatch watch =
        new PolicyWatch(
            process.loop(),
            client,
            PolicyWatch.POD_STATUS,
            snapshot ->
                new NpcRules(snapshot, chains, new NpcSets(process.network().sets())).write());
    process.onExit(status -> watch.close());
  }

  private static void say(Process process, String level, String text) {
    process.err().println("%s: %s %s".formatted(level, TIME.format(process.now()), text));
  }
}

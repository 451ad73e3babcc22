package dev.cnilab.lab.scene;

import dev.cnilab.lab.await.LongWork;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.kernel.LiveDisplay;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.Map;
import java.util.Optional;

/** The reset of an embedded cluster, with only one at a time across all notebooks. */
record Reset(Cluster cluster) {
  private static final String PATH = Cluster.LAB_GROUP + "/reset";

  /** Blocks until the cluster is as after its start, and reports if it waited for another reset. */
  void run() {
    LiveDisplay display = new LiveDisplay();
    if (message(cluster.find(PATH)).equals("under way")) {
      display.show(View.empty().note("Waiting: another notebook is resetting the cluster."));
    }
    Json answer =
        LongWork.announced(
            "the cluster to be as after its start", () -> cluster.post(PATH, Json.of(Map.of())));
    if (message(Optional.of(answer)).contains("was waited for")) {
      display.show(
          View.empty()
              .note(
                  Tone.QUIET,
                  "✓ Another notebook was resetting the cluster; this one waited for it. Both share"
                      + " one cluster: a step begun in one ends what goes on in the other."));
    } else {
      display.clear();
    }
  }

  private static String message(Optional<Json> reset) {
    return reset.map(json -> json.text("/status/message")).orElse("");
  }
}

package dev.cnilab.lab.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import dev.cnilab.lab.diagnosis.evidence.StuckPod;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the report says besides the causes. */
class ReportedFindingsTest extends FlannelPictures {
  @Test
  void the_node_common_to_most_failed_pings_is_reported_without_another_cause() {
    ClusterPicture seen = with(sections(1, 2));
    String ping = "ping -n -q -c 5 10.244.1.2";
    ClusterPicture asked =
        new ClusterPicture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            seen.stuck(),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(
                new Silence(Silence.Kind.NAME, "worker-2", "", "dig x", "no servers"),
                new Silence(Silence.Kind.POD, "worker-2", "worker-1", ping, "100% packet loss"),
                new Silence(Silence.Kind.POD, "worker-3", "worker-1", ping, "100% packet loss")),
            List.of());
    assertThat(Findings.in(asked).causes())
        .extracting(Suspicion::cause, Suspicion::where)
        .containsExactly(tuple("packets-unanswered", "node worker-1"));
    assertThat(Findings.in(asked).healthy()).isFalse();
  }

  @Test
  void an_unreachable_cluster_cannot_be_diagnosed() {
    Workloads workloads = new Workloads(CLUSTER, SHELLS);
    assertThatThrownBy(() -> Findings.on(CLUSTER, workloads)).isInstanceOf(LabException.class);
  }

  @Test
  void unreadable_nodes_are_named() {
    ClusterPicture seen = with(sections(1, 2));
    ClusterPicture partly =
        new ClusterPicture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            seen.stuck(),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(),
            List.of("node worker-3: forbidden"));
    assertThat(Findings.in(partly).inWords())
        .contains("Nothing wrong was found in what could be looked at.")
        .contains("not looked at: node worker-3: forbidden");
    assertThat(Findings.in(partly).healthy()).isFalse();
    assertThat(Findings.in(partly).status()).isEqualTo(3);
    assertThat(Findings.in(seen).status()).isZero();
  }

  @Test
  void a_finding_explains_the_chain_from_event_to_cause() {
    ClusterPicture seen = with(sections(1, 2));
    Pod waiting =
        new Pod(
            CLUSTER,
            SHELLS.guard(),
            Json.parse(
                """
                {"metadata": {"name": "late", "namespace": "shop", "uid": "u9"}, "spec": {"nodeName": "worker-1"}, "status": {"phase": "Pending"}}\
                """));
    StuckPod stuck =
        new StuckPod(
            waiting,
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network"
                + " for sandbox \"1\": plugin type=\"flannel\" failed (add): netplugin failed with"
                + " no error message: fork/exec /opt/cni/bin/flannel: exec format error");
    ClusterPicture picture =
        new ClusterPicture(
            seen.nodes(),
            seen.pods(),
            seen.lists(),
            List.of(stuck),
            seen.policies(),
            seen.closed(),
            seen.logs(),
            List.of(),
            List.of());
    Findings findings = Findings.in(picture);
    assertThat(findings.causes()).extracting(Suspicion::cause).containsExactly("plugin-no-program");
    assertThat(findings.lines().getFirst())
        .startsWith("event FailedCreatePodSandBox of pod late ← kubelet: ")
        .contains(" ← containerd: ")
        .contains(" ← plugin flannel: netplugin failed with no error message");
  }
}

package dev.cnilab.lab.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.Given;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.course.AllElseAsItWas;
import dev.cnilab.lab.course.CheckResult;
import dev.cnilab.lab.course.Course;
import dev.cnilab.lab.progress.ProgressFile;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of step 02 on correct and incorrect states of the cluster. */
class BaselinePodsTest {

  private static final Map<String, String> NETTEST = Map.of("app", "nettest");

  @TempDir Path folder;
  @AutoClose private FakeApi api;
  private Course course;

  @BeforeEach
  @SuppressWarnings("NullAway") // this step's check neither changes nor probes
  void start() throws IOException {
    api = new FakeApi();
    api.list(
        "/api/v1/nodes",
        Given.node("worker-1", "10.244.1.0/24", true),
        Given.node("worker-2", "10.244.2.0/24", true));
    NodeShells shells = new NodeShells(api.cluster(), new Waiter(ClusterClock.Wall::new));
    Workloads workloads = new Workloads(api.cluster(), shells);
    Scene scene = new Scene(api.cluster(), shells, workloads, null, null, null);
    course =
        new Course(
            Steps.on(scene, new Survey(scene.cluster().further())),
            new ProgressFile(folder.resolve("progress.json")),
            new AllElseAsItWas());
  }

  private CheckResult check(Json... pods) {
    api.list("/api/v1/namespaces/default/pods", pods);
    return course.check("02");
  }

  private static List<String> missed(CheckResult check) {
    return check.lines().stream()
        .filter(line -> !line.finding().met())
        .map(CheckResult.Line::expectation)
        .toList();
  }

  @Test
  void two_pods_on_different_nodes_pass() {
    assertThat(
            missed(
                check(
                    Given.pod("nettest-1", "worker-1", "10.244.1.2", NETTEST),
                    Given.pod("nettest-2", "worker-2", "10.244.2.2", NETTEST))))
        .isEmpty();
  }

  @Test
  void the_check_passes_regardless_of_which_pod_is_on_which_node() {
    assertThat(
            check(
                    Given.pod("nettest-1", "worker-2", "10.244.2.9", NETTEST),
                    Given.pod("nettest-2", "worker-1", "10.244.1.9", NETTEST))
                .passed())
        .isTrue();
  }

  @Test
  void a_missing_pod_is_named() {
    CheckResult check = check();
    assertThat(missed(check)).contains("pod nettest-1 is Ready and has an address");
    assertThat(check.view().text()).contains("there is no pod of that name");
  }

  @Test
  void a_missing_second_pod_is_named() {
    CheckResult check = check(Given.pod("nettest-1", "worker-1", "10.244.1.2", NETTEST));
    assertThat(missed(check).getFirst()).isEqualTo("pod nettest-2 is Ready and has an address");
  }

  @Test
  void two_pods_on_one_node_fail_and_the_node_is_named() {
    CheckResult check =
        check(
            Given.pod("nettest-1", "worker-1", "10.244.1.2", NETTEST),
            Given.pod("nettest-2", "worker-1", "10.244.1.3", NETTEST));
    assertThat(missed(check)).containsExactly("they are on two different workers");
    assertThat(check.view().text()).contains("[worker-1, worker-1]");
  }

  @Test
  void a_pod_without_the_label_fails() {
    assertThat(
            missed(
                check(
                    Given.pod("nettest-1", "worker-1", "10.244.1.2", NETTEST),
                    Given.pod("nettest-2", "worker-2", "10.244.2.2", Map.of("app", "web")))))
        .containsExactly("both carry the label app=nettest");
  }

  @Test
  void an_address_outside_the_range_of_its_node_fails() {
    assertThat(
            missed(
                check(
                    Given.pod("nettest-1", "worker-1", "172.30.0.12", NETTEST),
                    Given.pod("nettest-2", "worker-2", "10.244.2.2", NETTEST))))
        .containsExactly("each address is from the range of its node");
  }
}

package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.LiveInstances;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Several terminals and notebooks use a cluster while it is reset. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class ResetsAtOnceTest {
  private static final String API = "/apis/lab.cnilab.dev/v1/";
  @AutoClose private static WholeCluster cluster;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
  }

  @Test
  void simultaneous_resets_leave_a_working_cluster() {
    for (int i = 0; i < 5; i++) {
      List<CompletableFuture<Kubectl>> both = List.of(reset(), reset());
      assertThat(both).allSatisfy(each -> assertThat(each.join().succeeded()).contains("done"));
    }
    cluster.kubectl("run p --image=busybox -- sleep 1d").succeeded();
    cluster.kubectl("wait pod/p --for=condition=Ready --timeout=15s").succeeded();
    assertThat(cluster.kubectl("get --raw " + API + "reset").succeeded())
        .contains("none under way");
  }

  @Test
  void requests_during_a_reset_never_see_an_intermediate_state() {
    CompletableFuture<Kubectl> reset = reset();
    Stream.generate(() -> cluster.kubectl("get nodes -o name"))
        .peek(
            nodes ->
                assertThat(nodes.succeeded().lines())
                    .containsExactly("node/control-plane", "node/worker-1", "node/worker-2"))
        .anyMatch(nodes -> reset.isDone());
    reset.join().succeeded();
  }

  @Test
  void a_reset_ends_open_streams_with_an_error() throws Exception {
    int before = LiveInstances.of(Machine.class);
    cluster.kubectl("run open --image=nginx").succeeded();
    cluster.kubectl("wait pod/open --for=condition=Ready --timeout=15s").succeeded();
    List<Process> open =
        Stream.of(
                "exec open -- sleep 1d",
                "attach open",
                "logs -f open",
                "port-forward pod/open :80",
                "get pods -w")
            .map(cluster::startKubectl)
            .toList();
    for (Process each : open.subList(2, 5)) {
      assertThat(each.inputReader().readLine()).isNotNull();
    }
    awaitCommand("sleep 1d");

    reset().join().succeeded();

    for (Process each : open) { // they have heard of it at its beginning
      assertThat(each.waitFor(1, TimeUnit.SECONDS)).as(each.info().toString()).isTrue();
    }
    assertThat(errors(open.get(0))).contains("error executing command", "the cluster was reset");
    assertThat(errors(open.get(1))).contains("error attaching", "the cluster was reset");
    assertThat(errors(open.get(2))).contains("unexpected EOF");
    assertThat(errors(open.get(3))).contains("lost connection to pod");
    assertThat(new String(open.get(4).getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Expired", "the cluster was reset");
    awaitMachines(before);
  }

  @Test
  void a_deleted_second_cluster_is_garbage_collected() throws Exception {
    int before = LiveInstances.of(Machine.class);
    for (int i = 0; i < 2; i++) {
      Path kubeconfig =
          Files.writeString(
              folder.resolve("further" + i),
              Json.parse(
                      cluster
                          .kubectlWithInput(
                              "{\"metadata\": {\"name\": \"further\"}, \"spec\": {\"nodes\": 2}}",
                              "create --raw " + API + "clusters -f -")
                          .succeeded())
                  .at("/status/kubeconfig")
                  .asText());
      Kubectl.run(kubeconfig, "", "run", "p", "--image=nginx").succeeded();
      Kubectl.run(kubeconfig, "", "wait", "pod/p", "--for=condition=Ready", "--timeout=15s")
          .succeeded();
      Process watch = Kubectl.start(kubeconfig, "logs", "-f", "p");
      assertThat(watch.inputReader().readLine()).isNotNull();
      cluster.kubectl("delete --raw " + API + "clusters/further").succeeded();
      assertThat(watch.waitFor(1, TimeUnit.SECONDS)).isTrue();
    }
    awaitMachines(before);
  }

  @Test
  void only_one_of_two_clusters_of_the_same_name_is_created() {
    String twin = "{\"metadata\": {\"name\": \"twin\"}, \"spec\": {\"nodes\": 1}}";
    List<Kubectl> made =
        IntStream.range(0, 2)
            .mapToObj(i -> inBackground(twin, "create --raw " + API + "clusters -f -"))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(made.stream().filter(each -> each.exit() == 0)).hasSize(1);
    assertThat(made.stream().filter(each -> each.exit() != 0))
        .singleElement()
        .satisfies(each -> assertThat(each.err()).contains("\"twin\" already exists"));
    List<Kubectl> deleted =
        IntStream.range(0, 2)
            .mapToObj(i -> inBackground("", "delete --raw " + API + "clusters/twin"))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(deleted.stream().filter(each -> each.exit() == 0)).hasSize(1);
    assertThat(deleted.stream().filter(each -> each.exit() != 0))
        .singleElement()
        .satisfies(each -> assertThat(each.err()).contains("\"twin\" not found"));
  }

  @Test
  void an_invalid_cluster_name_is_rejected() {
    assertThat(
            cluster
                .kubectlWithInput(
                    "{\"metadata\": {\"name\": \"../x\"}}", "create --raw " + API + "clusters -f -")
                .err())
        .contains("metadata.name: \"../x\" is no name");
  }

  private static CompletableFuture<Kubectl> reset() {
    return inBackground("{}", "create --raw " + API + "reset -f -");
  }

  private static CompletableFuture<Kubectl> inBackground(String input, String words) {
    return CompletableFuture.supplyAsync(
        () -> cluster.kubectlWithInput(input, words),
        run -> Thread.ofPlatform().daemon().start(run));
  }

  /** Waits until a command runs on the worker with the pod. */
  private static void awaitCommand(String command) {
    assertThat(
            Stream.generate(
                    () ->
                        cluster.onNode("worker-1", "ps -ef") + cluster.onNode("worker-2", "ps -ef"))
                .limit(10_000)
                .anyMatch(processes -> processes.contains(command)))
        .isTrue();
  }

  /**
   * Waits until at most that many machines are reachable; a server that has ended still closes its
   * connections.
   */
  private static void awaitMachines(int number) {
    assertThat(
            Stream.generate(() -> LiveInstances.of(Machine.class))
                .limit(100)
                .anyMatch(held -> held <= number))
        .isTrue();
  }

  private static String errors(Process ended) throws IOException {
    return new String(ended.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

package dev.cnilab.cluster.kubelet.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.TestNode;
import dev.cnilab.netsim.kernel.HeapPool;
import dev.cnilab.userland.file.DiskSpace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DiskTest {
  private static final Duration MONITORED = Duration.ofSeconds(13);

  /** The heap that is left for files, so that some thousands of them fill it. */
  private static final long FOR_FILES = 8 << 20;

  @AutoClose private final TestNode node = TestNode.started();

  private ContainerStatus container(String pod) {
    String uid = node.pod(pod).uid();
    return node.call(
        () ->
            node.runtime().listContainers().stream()
                .filter(each -> uid.equals(each.labels().get("io.kubernetes.pod.uid")))
                .findFirst()
                .orElseThrow());
  }

  private void sleeper(String name) {
    node.applySleeper(name);
    node.pass(Duration.ofSeconds(2));
  }

  private void writeRandom(String path, int megabytes) {
    byte[] block = new byte[1 << 20];
    Random random = new Random(1);
    for (int i = 0; i < megabytes; i++) {
      random.nextBytes(block);
      node.run(
          () -> {
            node.files().createDirectories(path.substring(0, path.lastIndexOf('/')));
            node.files().append(path, block);
          });
    }
  }

  private String layer(String pod) {
    return node.call(() -> node.runtime().writableLayer(container(pod).id()));
  }

  private DiskSpace disk() {
    return node.call(() -> node.files().mountOf("/var/lib/kubelet").tree().space().orElseThrow());
  }

  /** With the images on the same disk, below the 15 % of imagefs.available. */
  @Test
  void the_pod_that_fills_the_disk_is_evicted() {
    sleeper("modest");
    sleeper("greedy");
    int megabytes = 0;
    while (disk().available() > disk().size() / 8) {
      writeRandom(layer("greedy") + "/f", 4);
      megabytes += 4;
    }
    node.pass(MONITORED);
    assertThat(node.pod("greedy").text("/status/phase")).isEqualTo("Failed");
    assertThat(node.pod("greedy").text("/status/reason")).isEqualTo("Evicted");
    assertThat(node.pod("greedy").text("/status/message"))
        .startsWith("The node was low on resource: ephemeral-storage. Threshold quantity: ")
        .contains("Container app was using ")
        .contains(", request is 0, has larger consumption of ephemeral-storage. ");
    assertThat(node.pod("modest").text("/status/phase")).isEqualTo("Running");
    assertThat(node.events("greedy")).anyMatch(event -> event.startsWith("Warning Evicted x1 "));
    assertThat(TestNode.condition(node.node(), "DiskPressure"))
        .isEqualTo("True KubeletHasDiskPressure kubelet has disk pressure");
    node.pass(MONITORED);
    assertThat(disk().available()).isGreaterThan(disk().size() / 2);
    assertThat(node.pod("modest").text("/status/phase")).isEqualTo("Running");
    node.delete("greedy");
    node.pass(Duration.ofMinutes(7));
    assertThat(megabytes).isPositive();
    assertThat(disk().available()).isGreaterThan(disk().size() / 2);
    assertThat(TestNode.condition(node.node(), "DiskPressure"))
        .isEqualTo("False KubeletHasNoDiskPressure kubelet has no disk pressure");
  }

  @Test
  void the_pod_with_the_most_files_is_evicted_when_inodes_run_out() {
    HeapPool.Holding others = HeapPool.DISKS.holding();
    others.set(HeapPool.DISKS.free() - FOR_FILES);
    try {
      sleeper("modest");
      sleeper("greedy");
      DiskSpace disk = disk();
      String directory = layer("greedy") + "/many";
      node.run(
          () -> {
            node.files().createDirectories(directory);
            for (int i = 0; disk.inodesFree() >= disk.inodes() / 20; i++) {
              node.files().write(directory + "/" + i, "");
            }
          });
      assertThat(disk.available()).isGreaterThan(disk.size() / 2);
      node.pass(MONITORED);
      assertThat(node.pod("greedy").text("/status/message"))
          .matches(
              "The node was low on resource: inodes\\. Threshold quantity: 65536, available:"
                  + " \\d+\\. ");
      assertThat(node.pod("modest").text("/status/phase")).isEqualTo("Running");
      assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("True ");
    } finally {
      others.set(0);
    }
  }

  @Test
  void a_pod_whose_volume_outgrows_its_limit_is_evicted() {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: hoarder, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
          containers:
          - {name: app, image: sleeper, imagePullPolicy: IfNotPresent, command: [sleep]}
          volumes:
          - {name: data, emptyDir: {sizeLimit: 1Mi}}
        """);
    node.pass(Duration.ofSeconds(2));
    writeRandom(
        "/var/lib/kubelet/pods/"
            + node.pod("hoarder").uid()
            + "/volumes/kubernetes.io~empty-dir/data/f",
        2);
    node.pass(MONITORED);
    assertThat(node.pod("hoarder").text("/status/message"))
        .isEqualTo("Usage of EmptyDir volume \"data\" exceeds the limit \"1Mi\". ");
  }

  @Test
  void a_log_beyond_ten_megabytes_is_rotated_and_five_files_are_kept() throws IOException {
    sleeper("talker");
    String path = container("talker").logPath();
    for (int i = 0; i < 7; i++) {
      writeRandom(path, 11);
      node.pass(MONITORED);
    }
    List<String> names =
        node.call(() -> node.files().list(path.substring(0, path.lastIndexOf('/'))));
    assertThat(names).hasSize(5).first().isEqualTo("0.log");
    assertThat(names.subList(1, 4)).allMatch(name -> name.matches("0\\.log\\..*\\.gz"));
    assertThat(names.getLast()).doesNotContain(".gz");
  }

  @Test
  void a_deleted_pod_frees_its_disk_space() {
    sleeper("first");
    node.delete("first");
    node.pass(Duration.ofMinutes(3));
    long before = disk().available();
    sleeper("second");
    writeRandom(layer("second") + "/f", 3);
    writeRandom(container("second").logPath(), 3);
    node.delete("second");
    node.pass(Duration.ofMinutes(3));
    assertThat(disk().available()).isEqualTo(before);
  }
}

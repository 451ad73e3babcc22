package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.kernel.HeapPool;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The content and the ownership of a pod's volumes. */
class PodVolumesTest {
  /** More than the ten seconds between a kubelet's checks, and the time for a check. */
  private static final Duration MONITORED = Duration.ofSeconds(13);

  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand());
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: words}
        data: {hello: world}
        """);
  }

  private static void pod(String name, String spec, String container, String volumes) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          nodeName: worker-1
          terminationGracePeriodSeconds: 0
          restartPolicy: Never
          %s
          containers:
          - name: app
            image: busybox
            command: [sleep, '86400']
            %s
            volumeMounts:
            - {name: data, mountPath: /data}
            - {name: data, mountPath: /part, subPath: a/b}
            - {name: words, mountPath: /words}
          volumes:
          - {name: data, emptyDir: %s}
          - {name: words, configMap: {name: words, defaultMode: 256}}
        """
            .formatted(name, spec, container, volumes));
    cluster.awaitReady(name);
  }

  private static String sh(String pod, String script) {
    return cluster.inPod(pod, "sh", "-c", script + " 2>&1");
  }

  private static String message(String pod) {
    cluster.pass(MONITORED);
    return cluster.pod(pod).object().text("/status/message");
  }

  @Test
  void config_map_downward_api_and_projected_volumes_are_read_only() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: reader}
        spec:
          containers:
          - name: app
            image: busybox
            command: [sleep, infinity]
            volumeMounts:
            - {name: words, mountPath: /words}
            - {name: fields, mountPath: /fields}
            - {name: all, mountPath: /all}
            - {name: words, mountPath: /one, subPath: hello}
          volumes:
          - {name: words, configMap: {name: words}}
          - name: fields
            downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}
          - {name: all, projected: {sources: [{configMap: {name: words}}]}}
        """);
    cluster.awaitReady("reader");

    assertThat(
            sh("reader", "for f in /words/x /fields/x /all/x /one; do echo > $f; done; true")
                .lines())
        .hasSize(4)
        .allMatch(line -> line.endsWith("Read-only file system"));
  }

  @Test
  void an_empty_dir_in_memory_is_limited_by_its_size() {
    pod("memory", "", "", "{medium: Memory, sizeLimit: 1Mi}");

    assertThat(sh("memory", "df -k /data | tail -n1")).matches("tmpfs +1024 +0 +1024 +0% /data\n");
    assertThat(sh("memory", "grep /data /proc/mounts"))
        .isEqualTo("tmpfs /data tmpfs rw,relatime,size=1024k,inode64,noswap 0 0\n");
    assertThat(sh("memory", "(head -c 1048577 /dev/zero > /data/f)"))
        .contains("No space left on device");
    assertThat(sh("memory", "df -k /data | tail -n1")).contains(" 100% ");
    assertThat(sh("memory", "touch /data/empty; rm /data/f; echo again > /data/g; cat /data/g"))
        .isEqualTo("again\n");
    assertThat(message("memory")).as("a full tmpfs is nothing to evict for").isEmpty();
  }

  @Test
  void an_empty_dir_in_memory_without_a_size_has_the_memory_limit_of_its_pod() {
    pod("bounded", "", "resources: {limits: {memory: 64Mi}}", "{medium: Memory, sizeLimit: 1Gi}");
    pod("free", "", "", "{medium: Memory}");

    assertThat(sh("bounded", "df -h /data | tail -n1")).contains(" 64.0M ");
    String allocatable =
        cluster.get(ResourceTypes.NODES, "worker-1").text("/status/allocatable/memory");
    assertThat(sh("free", "df -k /data | tail -n1 | awk '{print $2 \"Ki\"}'"))
        .isEqualTo(allocatable + "\n");
  }

  @Test
  void deleting_a_pod_frees_the_memory_of_its_volume() {
    long before = HeapPool.DISKS.free();
    pod("giver", "", "", "{medium: Memory, sizeLimit: 8Mi}");
    sh("giver", "head -c 4000000 /dev/urandom > /data/f");
    assertThat(HeapPool.DISKS.free()).isLessThan(before - 3_000_000);
    cluster.delete("giver");
    cluster.pass(Duration.ofSeconds(5));

    assertThat(HeapPool.DISKS.free()).isGreaterThan(before - 1_000_000);
  }

  @Test
  void a_pod_beyond_its_ephemeral_storage_limit_is_evicted() {
    pod("modest", "", "resources: {limits: {ephemeral-storage: 4M}}", "{}");
    pod("writer", "", "resources: {limits: {ephemeral-storage: 2M}}", "{}");
    pod("zero", "", "", "{sizeLimit: '0'}");
    pod("volume", "", "", "{sizeLimit: 1Mi}");
    String fill = "head -c 3000000 /dev/zero > /data/f";
    sh("modest", fill);
    sh("writer", fill);
    sh("zero", fill);
    sh("volume", fill);

    assertThat(message("writer"))
        .isEqualTo("Pod ephemeral local storage usage exceeds the total limit of containers 2M. ");
    assertThat(message("volume"))
        .isEqualTo("Usage of EmptyDir volume \"data\" exceeds the limit \"1Mi\". ");
    assertThat(message("modest")).isEmpty();
    assertThat(message("zero")).as("0 is no limit").isEmpty();
  }

  @Test
  void fs_group_owns_the_volumes_of_a_pod() {
    pod("group", "securityContext: {runAsUser: 1000, fsGroup: 2000}", "", "{}");

    assertThat(sh("group", "stat -c '%a %u:%g' /data /words /words/..data/ /words/..data/hello"))
        .isEqualTo("2777 0:2000\n2777 0:2000\n2755 0:2000\n440 0:2000\n");
    assertThat(sh("group", "stat -c '%a %u:%g' /part; touch /part/f; ls /data/a/b"))
        .as("a directory for a subPath is as open as its volume")
        .isEqualTo("2777 0:2000\nf\n");
    assertThat(sh("group", "ls -lL /words | sed 1d | cut -c1-10"))
        .as("followed, an entry is the file")
        .isEqualTo("-r--r-----\n");
    assertThat(sh("group", "ls -ld /data | cut -c1-10; cat /words/hello"))
        .isEqualTo("drwxrwsrwx\nworld");
    assertThat(
            sh(
                "group",
                "cd /data; touch f; mkdir d; ln -s f l; touch d/g; stat -c '%n %a %u:%g' f d l"
                    + " d/g"))
        .isEqualTo("f 644 1000:2000\nd 2755 1000:2000\nl 777 1000:2000\nd/g 644 1000:2000\n");
    String tokens = "/var/run/secrets/kubernetes.io/serviceaccount/";
    assertThat(sh("group", "stat -Lc '%a %u:%g' " + tokens + " " + tokens + "token"))
        .isEqualTo("3777 0:2000\n640 1000:2000\n");
  }

  @Test
  void volumes_of_a_pod_without_fs_group_belong_to_root() {
    pod("single", "securityContext: {runAsUser: 1000}", "", "{}");
    pod("plain", "", "", "{medium: Memory}");

    assertThat(sh("single", "touch /part/f; ls /part")).isEqualTo("f\n");
    assertThat(sh("single", "stat -c '%a %u:%g' /data /words")).isEqualTo("777 0:0\n777 0:0\n");
    assertThat(sh("plain", "stat -c '%a %u:%g' /data")).isEqualTo("1777 0:0\n");
    assertThat(sh("single", "cat /words/hello")).contains("Permission denied");
    String token = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    assertThat(sh("single", "stat -Lc '%a %u' " + token)).isEqualTo("600 1000\n");
    assertThat(sh("plain", "stat -Lc '%a %u' " + token)).isEqualTo("644 0\n");
  }
}

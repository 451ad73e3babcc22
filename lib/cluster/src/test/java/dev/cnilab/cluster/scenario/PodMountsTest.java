package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is mounted in a pod's containers, with which options and in which order. */
class PodMountsTest {
  private static final Duration AGAIN = Duration.ofMinutes(3);

  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: words}
        data: {a: "1"}
        """);
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: word}
        stringData: {password: x}
        """);
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: mounts}
        spec:
          nodeName: worker-1
          terminationGracePeriodSeconds: 0
          containers:
          - name: c
            image: nicolaka/netshoot
            command: [sleep, "999999"]
            volumeMounts:
            - {name: words, mountPath: /sub/a, subPath: a}
            - {name: words, mountPath: /words}
            - {name: word, mountPath: /word}
            - {name: data, mountPath: /data}
            - {name: memory, mountPath: /memory}
          volumes:
          - {name: words, configMap: {name: words}}
          - {name: word, secret: {secretName: word}}
          - {name: data, emptyDir: {}}
          - {name: memory, emptyDir: {medium: Memory, sizeLimit: 10Mi}}
        """);
    cluster.awaitReady("mounts");
  }

  private static String sh(String script) {
    return cluster.inPod("mounts", "sh", "-c", script);
  }

  @Test
  void mount_ids_of_a_pod_are_unique_on_its_node() {
    String numbers = "awk '{print $1}' /proc/self/mountinfo";

    assertThat(sh(numbers).split("\n"))
        .doesNotHaveDuplicates()
        .doesNotContain(cluster.onNode("worker-1", numbers).split("\n"));
  }

  @Test
  void mounts_of_a_pod_have_the_order_and_options_of_a_real_runtime() {
    String size = sh("df -k /word | awk 'END {print $2}'").strip();

    assertThat(sh("sed 's/,lowerdir.*uuid=on//' /proc/mounts"))
        .isEqualTo(
            """
            overlay / overlay rw,relatime 0 0
            proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
            tmpfs /dev tmpfs rw,nosuid,size=65536k,mode=755,inode64 0 0
            devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666 0 0
            mqueue /dev/mqueue mqueue rw,nosuid,nodev,noexec,relatime 0 0
            sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime 0 0
            cgroup /sys/fs/cgroup cgroup2 ro,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0
            /dev/vda1 /words ext4 ro,relatime 0 0
            tmpfs /word tmpfs ro,relatime,size=%1$sk,inode64,noswap 0 0
            /dev/vda1 /data ext4 rw,relatime 0 0
            tmpfs /memory tmpfs rw,relatime,size=10240k,inode64,noswap 0 0
            /dev/vda1 /sub/a ext4 ro,relatime 0 0
            /dev/vda1 /etc/hosts ext4 rw,relatime 0 0
            /dev/vda1 /dev/termination-log ext4 rw,relatime 0 0
            /dev/vda1 /etc/hostname ext4 rw,relatime 0 0
            /dev/vda1 /etc/resolv.conf ext4 rw,relatime 0 0
            shm /dev/shm tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k,inode64 0 0
            tmpfs /run/secrets/kubernetes.io/serviceaccount tmpfs ro,relatime,size=%1$sk,inode64,noswap 0 0
            proc /proc/sys proc ro,nosuid,nodev,noexec,relatime 0 0
            """
                .formatted(size));
  }

  @Test
  void mount_sources_of_a_pod_name_the_directories_on_the_node() {
    String upper = sh("mount | sed -n 's/.*upperdir=\\([^,]*\\),.*/\\1/p'").strip();
    sh("echo written > /from-inside");

    assertThat(cluster.onNode("worker-1", "cat " + upper + "/from-inside")).isEqualTo("written\n");
    String data = sh("findmnt -n -o SOURCE /data").strip();
    assertThat(data).startsWith("/dev/vda1[/var/lib/kubelet/pods/").endsWith("~empty-dir/data]");
    sh("echo there > /data/f");
    String path = data.substring(data.indexOf('[') + 1, data.length() - 1);
    assertThat(cluster.onNode("worker-1", "cat " + path + "/f")).isEqualTo("there\n");
  }

  @Test
  void df_in_a_pod_shows_each_file_system_once() {
    assertThat(sh("df | awk 'NR > 1 {print $NF}' | tr '\\n' ' '"))
        .isEqualTo(
            "/ /dev /data /word /memory /dev/shm /run/secrets/kubernetes.io/serviceaccount ");
  }

  @Test
  void secret_volumes_are_in_memory_and_return_after_a_reboot() {
    String secrets = "mount | grep -c 'kubernetes.io~secret/word type tmpfs'";
    assertThat(cluster.onNode("worker-1", secrets)).isEqualTo("1\n");
    String path = "/var/lib/kubelet/pods/*/volumes/kubernetes.io~secret/word";
    assertThat(cluster.onNode("worker-1", "umount " + path + " && find " + path + " | wc -l"))
        .isEqualTo("1\n");
    sh("echo lost > /memory/f; echo kept > /data/g");

    cluster.onNode("worker-1", "reboot");
    cluster.await("a new boot", AGAIN, () -> !cluster.pod("mounts").isReady());
    cluster.await("the pod runs again", AGAIN, () -> cluster.pod("mounts").isReady());

    assertThat(cluster.onNode("worker-1", secrets)).isEqualTo("1\n");
    assertThat(sh("cat /word/password; echo; cat /data/g; ls /memory")).isEqualTo("x\nkept\n");
    assertThat(sh("grep -c '^tmpfs /memory ' /proc/mounts")).isEqualTo("1\n");
  }
}

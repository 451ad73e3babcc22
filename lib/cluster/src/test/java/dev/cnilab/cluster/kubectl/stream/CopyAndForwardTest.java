package dev.cnilab.cluster.kubectl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.kubectl.WholeCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Files and connections between a terminal and pods, through plain kubectl. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class CopyAndForwardTest {
  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
    cluster.kubectl("run web --image=nginx").succeeded();
    cluster.kubectl("run tool --image=nicolaka/netshoot -- sleep 1d").succeeded();
    cluster.kubectl("wait --for=condition=Ready pod/web pod/tool").succeeded();
  }

  @Test
  void cp_copies_a_file_into_a_pod_and_back(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[200_000];
    new java.util.Random(1).nextBytes(bytes);
    Path there = Files.write(folder.resolve("there"), bytes);
    cluster.kubectl("cp " + there + " tool:/tmp/there -c tool").succeeded();
    assertThat(cluster.kubectl("exec tool -c tool -- wc -c /tmp/there").succeeded())
        .isEqualTo("200000 /tmp/there\n");
    Path back = folder.resolve("back");
    cluster.kubectl("cp -c tool tool:/tmp/there " + back).succeeded();
    assertThat(back).hasSameBinaryContentAs(there);
  }

  @Test
  void cp_no_preserve_gives_a_file_default_permissions(@TempDir Path folder) throws IOException {
    Path open = Files.writeString(folder.resolve("open"), "text");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    cluster.kubectl("cp --no-preserve " + open + " tool:/tmp/new").succeeded();
    cluster.kubectl("cp " + open + " tool:/tmp/same").succeeded();
    assertThat(cluster.kubectl("exec tool -- stat -c %a /tmp/new /tmp/same").succeeded())
        .isEqualTo("644\n666\n");
  }

  @Test
  void cp_copies_a_directory_with_its_content(@TempDir Path folder) throws IOException {
    Path made = Files.createDirectories(folder.resolve("made/deep"));
    Files.writeString(made.resolve("a name"), "text\n");
    cluster.kubectl("cp " + folder.resolve("made") + " web:/tmp/made").succeeded();
    assertThat(cluster.kubectl("exec web -- cat", "/tmp/made/deep/a name").succeeded())
        .isEqualTo("text\n");
    cluster.kubectl("cp web:/usr/share/nginx " + folder.resolve("nginx")).succeeded();
    assertThat(folder.resolve("nginx/html/index.html")).isRegularFile();
  }

  /**
   * Asked by exec: kubectl cp ends once it has read an archive, whatever else the pod's tar says.
   */
  @Test
  void tar_in_a_pod_reports_removed_slashes_and_missing_files() {
    assertThat(cluster.kubectl("exec web -- tar cf /dev/null /usr/share/nginx").err())
        .isEqualTo("tar: Removing leading `/' from member names\n");
    assertThat(cluster.kubectl("exec web -- tar cf - /nowhere").err())
        .contains("tar: /nowhere: Cannot stat: No such file or directory");
  }

  @Test
  void port_forward_reaches_a_port_of_a_pod() throws Exception {
    Process forward = cluster.startKubectl("port-forward pod/web :80");
    try (BufferedReader lines = forward.inputReader()) {
      String first = lines.readLine();
      assertThat(first).matches("Forwarding from 127\\.0\\.0\\.1:\\d+ -> 80");
      int port = Integer.parseInt(first.replaceAll(".*:(\\d+) .*", "$1"));
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> page =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build(),
                    HttpResponse.BodyHandlers.ofString());
        assertThat(page.body()).contains("Welcome to nginx!");
      }
    } finally {
      forward.destroy();
    }
  }

  @Test
  void port_forward_to_a_closed_port_reports_a_refused_connection() throws Exception {
    Process forward = cluster.startKubectl("port-forward pod/web :81");
    try (BufferedReader lines = forward.inputReader();
        BufferedReader errors = forward.errorReader()) {
      int port = Integer.parseInt(lines.readLine().replaceAll(".*:(\\d+) .*", "$1"));
      try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (java.net.SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
      assertThat(errors.readLine())
          .contains("failed to connect to localhost:81 inside namespace")
          .contains("dial tcp4 127.0.0.1:81: connect: connection refused");
    } finally {
      forward.destroy();
    }
  }

  @Test
  void a_debug_container_of_a_node_can_chroot_into_the_node() {
    Kubectl debug =
        cluster.kubectlWithInput(
            "chroot /host crictl ps -q | wc -l; chroot /host cat /proc/sys/kernel/hostname; exit\n",
            "debug node/worker-1 -i --profile=sysadmin --image=busybox -- sh");
    assertThat(debug.out()).containsPattern("[1-9]\\d*\nworker-1\n");
  }

  @Test
  void a_debug_container_with_a_target_sees_its_processes() {
    Kubectl debug =
        cluster.kubectl("debug tool -i --image=busybox -c eye --target=tool --quiet -- ps");
    assertThat(debug.out() + cluster.kubectl("logs tool -c eye").out())
        .contains("1 root      0:00 sleep 1d");
  }
}

package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceMode;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerLifeTest extends ContainersOfASandbox {
  private ExecSyncResult exec(String id, String... command) {
    return node.run(() -> node.containerd().execSync(id, List.of(command), Duration.ofSeconds(10)));
  }

  @Test
  void the_upper_layer_of_a_container_holds_its_writes_and_mount_points() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "100"));
    String upper =
        "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/%s/fs"
            .formatted(id.substring(0, 12));
    String files = "find " + upper + " -type f";
    assertThat(node.sh(files).replace(upper, "").lines())
        .containsExactlyInAnyOrder("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

    exec(id, "sh", "-c", "echo x >> /etc/passwd");

    assertThat(node.sh(files).replace(upper, "").lines()).hasSize(4).contains("/etc/passwd");
  }

  @Test
  void a_command_sees_the_hostname_environment_and_network_of_its_container() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));

    ExecSyncResult result =
        exec(id, "sh", "-c", "hostname; echo $GREETING $HOSTNAME; cat /etc/resolv.conf; exit 3");
    assertThat(result.stdout())
        .isEqualTo(
            """
            a
            hello a
            search default.svc.cluster.local
            nameserver 10.96.0.10
            options ndots:5
            """);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(exec(id, "ip", "-4", "addr", "show", "eth0").stdout()).contains("10.244.1.2/24");
    assertThat(exec(id, "ps", "aux").stdout()).contains("           1 ", "sleep 86400");
    assertThat(status(id).imageRef()).startsWith("docker.io/nicolaka/netshoot@sha256:");
    assertThat(status(id).image()).isEqualTo("docker.io/nicolaka/netshoot:latest");
  }

  @Test
  void writes_of_a_container_are_invisible_to_others() {
    String first = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));
    exec(first, "sh", "-c", "echo mine > /etc/motd; rm /etc/os-release");
    String other = node.container(node.pod("b"), CriRequests.sleeping("sleep", "86400"));

    assertThat(exec(other, "cat", "/etc/os-release").stdout()).contains("Debian GNU/Linux");
    assertThat(exec(other, "cat", "/etc/motd").exitCode()).isEqualTo(1);
  }

  @Test
  void a_process_that_ignores_the_signal_is_killed_after_the_grace_period() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));
    var begun = node.loop().call(node.loop()::now);
    node.run(
        () -> {
          node.containerd().stopContainer(id, Duration.ofSeconds(5));
          return true;
        });

    assertThat(Duration.between(begun, node.loop().call(node.loop()::now)))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(status(id).exitCode()).isEqualTo(137);
    assertThat(status(id).reason()).isEqualTo("Error");
  }

  @Test
  void a_missing_command_is_a_start_error_in_the_words_of_runc() {
    assertThatThrownBy(() -> node.container(sandbox, CriRequests.sleeping("nosuch")))
        .isInstanceOf(CriException.class)
        .hasMessage(
            "rpc error: code = Unknown desc = failed to create containerd task: failed to create"
                + " shim task: OCI runtime create failed: runc create failed: unable to start"
                + " container process: exec: \"nosuch\": executable file not found in $PATH");
    ContainerStatus status = node.run(() -> node.containerd().listContainers()).getFirst();
    assertThat(status.exitCode()).isEqualTo(128);
    assertThat(status.reason()).isEqualTo("StartError");
  }

  @Test
  void exec_of_a_missing_command_fails_in_the_words_of_runc() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));

    assertThatThrownBy(() -> exec(id, "/nosuch"))
        .hasMessageMatching(
            "rpc error: code = Unknown desc = failed to exec in container: failed to start exec"
                + " \"[0-9a-f]{64}\": OCI runtime exec failed: exec failed: unable to start"
                + " container process: exec: \"/nosuch\": stat /nosuch: no such file or directory");
  }

  @Test
  void a_command_is_killed_at_its_deadline() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));

    assertThatThrownBy(
            () ->
                node.run(
                    () ->
                        node.containerd()
                            .execSync(id, List.of("sleep", "60"), Duration.ofSeconds(1))))
        .hasMessage(
            "rpc error: code = DeadlineExceeded desc = failed to exec in container: timeout 1s"
                + " exceeded: context deadline exceeded");
  }

  @Test
  void stopping_a_sandbox_ends_its_containers_and_frees_its_address() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));
    List<String> events = new ArrayList<>();
    node.loop().execute(() -> node.containerd().onEvent(event -> events.add(event.type().name())));
    node.run(
        () -> {
          node.containerd().stopPodSandbox(sandbox, Deadline.never());
          return true;
        });

    assertThat(status(id).exitCode()).isEqualTo(137);
    assertThat(node.addresses("bridge")).isEmpty();
    assertThat(events)
        .containsExactly(
            ContainerEvent.Type.CONTAINER_STOPPED_EVENT.name(),
            ContainerEvent.Type.CONTAINER_STOPPED_EVENT.name());
    node.remove(sandbox);
    assertThat(node.run(() -> node.containerd().listPodSandbox())).isEmpty();
    assertThat(node.run(() -> node.containerd().listContainers())).isEmpty();
  }

  @Test
  void a_mount_shows_files_of_the_node_and_may_be_read_only() {
    node.write("/srv/data/file", "shared\n");
    ContainerConfig config = CriRequests.sleeping("sleep", "86400");
    ContainerConfig mounted =
        withMounts(
            config,
            new ContainerConfig.Mount("/data", "/srv/data", ContainerConfig.Access.READ_WRITE),
            new ContainerConfig.Mount("/fixed", "/srv/data", ContainerConfig.Access.READ_ONLY));
    String id = node.container(sandbox, mounted);

    exec(id, "sh", "-c", "echo more >> /data/file");
    assertThat(node.sh("cat /srv/data/file")).isEqualTo("shared\nmore\n");
    assertThat(exec(id, "sh", "-c", "echo no >> /fixed/file").stderr())
        .contains("Read-only file system");
  }

  @Test
  void a_host_network_sandbox_needs_no_plugin() {
    node.sh("rm -r /opt/cni/bin");
    NamespaceOptions onNode =
        new NamespaceOptions(NamespaceMode.NODE, NamespaceMode.CONTAINER, NamespaceMode.POD);
    String id =
        node.run(
            () ->
                node.containerd()
                    .runPodSandbox(CriRequests.sandbox("h", onNode), "", Deadline.never()));
    String container = node.container(id, CriRequests.sleeping("sleep", "86400"));

    assertThat(exec(container, "hostname").stdout()).isEqualTo("node-2\n");
    assertThat(exec(container, "ip", "-o", "link").stdout()).contains("cni0");
    assertThat(node.run(() -> node.containerd().podSandboxStatus(id)).ips()).isEmpty();
  }

  @Test
  void pods_survive_a_restart_of_containerd() {
    String id = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));
    node.service("stop");
    assertThatThrownBy(() -> exec(id, "true"))
        .hasMessageContaining("code = Unavailable")
        .hasMessageContaining("dial unix /run/containerd/containerd.sock");

    node.service("start");
    assertThat(exec(id, "hostname").stdout()).isEqualTo("a\n");
    assertThat(status(id).state()).isEqualTo(ContainerStatus.State.CONTAINER_RUNNING);
  }

  @Test
  void nginx_serves_its_welcome_page_to_another_pod() {
    ContainerConfig config = CriRequests.sleeping();
    node.container(
        node.pod("web"),
        new ContainerConfig(
            config.metadata(),
            "nginx",
            List.of(),
            List.of(),
            "",
            config.envs(),
            List.of(),
            config.labels(),
            config.annotations(),
            config.logPath(),
            config.terminal(),
            config.securityContext(),
            config.resources()));
    node.loop().advance(Duration.ofSeconds(1));
    List<String> page = new ArrayList<>();
    node.run(
        () -> {
          var connection =
              node.machine()
                  .networkNamespace()
                  .tcp()
                  .connect(dev.cnilab.netsim.address.Ipv4Address.parse("10.244.1.3"), 80);
          connection.awaitEstablished(Duration.ofSeconds(2));
          connection.write(
              dev.cnilab.netsim.packet.Bytes.of("GET / HTTP/1.1\r\nUser-Agent: test\r\n\r\n"),
              Duration.ofSeconds(2));
          connection.read(8192, Duration.ofSeconds(2)).ifPresent(read -> page.add(read.text()));
          connection.close();
          return true;
        });

    assertThat(page.getFirst())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("<h1>Welcome to nginx!</h1>");
    assertThat(node.sh("cat /var/log/pods/default_web_uid-web/app/0.log"))
        .contains("\"GET / HTTP/1.1\" 200 615 \"-\" \"test\" \"-\"");
  }
}

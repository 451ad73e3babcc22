package dev.cnilab.cluster.containerd.ctr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.CriRequests;
import dev.cnilab.cluster.containerd.RuntimeNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Compared with the output of ctr of containerd 2.4.2 on a node of a kubeadm cluster. */
class CtrTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.flannel();

  @Test
  void ctr_lists_pods_only_in_the_k8s_io_namespace() {
    String sandbox = node.pod("a");
    node.container(sandbox, CriRequests.sleeping("sleep", "86400"));

    assertThat(node.sh("ctr ns ls")).isEqualTo("NAME   LABELS \nk8s.io        \n");
    assertThat(node.sh("ctr c ls")).isEqualTo("CONTAINER    IMAGE    RUNTIME    \n");
    assertThat(node.sh("ctr -n k8s.io c ls | sort | tail -1"))
        .isEqualTo(node.sh("CONTAINERD_NAMESPACE=k8s.io ctr containers list | sort | tail -1"));
    assertThat(node.sh("ctr -n k8s.io c ls -q").lines()).hasSize(2).contains(sandbox);
    assertThat(node.sh("ctr -n k8s.io c ls | grep " + sandbox))
        .matches(sandbox + " {4}registry\\.k8s\\.io/pause:\\S+ +io\\.containerd\\.runc\\.v2 {4}\n");
    assertThat(node.sh("ctr -n k8s.io sandboxes ls"))
        .matches(
            "(?s)ID {63}CREATED {33}RUNTIME {15}\n"
                + sandbox
                + " \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{9} \\+0000 UTC "
                + "io\\.containerd\\.runc\\.v2 \n");
  }

  @Test
  void ctr_tasks_are_running_containers_with_their_pid() {
    String sandbox = node.pod("a");
    String container = node.container(sandbox, CriRequests.sleeping("sleep", "86400"));
    String pid = node.sh("pgrep -x sleep").strip();

    assertThat(node.sh("ctr -n k8s.io t ls | grep " + container))
        .matches(container + " {4}" + pid + " +RUNNING\n");
    assertThat(
            node.sh("ctr -n k8s.io t exec --exec-id x " + container + " sh -c 'exit 7'; echo $?"))
        .isEqualTo("7\n");
    assertThat(node.sh("ctr -n k8s.io t kill -s KILL " + container + "; ctr -n k8s.io t ls -q"))
        .isEqualTo(sandbox + "\n");
    assertThat(node.sh("crictl ps -a | grep -c Exited")).isEqualTo("1\n");
  }

  @Test
  void ctr_lists_images_by_name_digest_and_id() {
    node.pod("a");

    assertThat(node.sh("ctr -n k8s.io i ls -q | grep pause").lines()).hasSize(2);
    assertThat(node.sh("ctr -n k8s.io images ls | grep pause:"))
        .contains(" application/vnd.oci.image.manifest.v1+json sha256:")
        .contains(
            " KiB linux/amd64 io.cri-containerd.image=managed,io.cri-containerd.pinned=pinned");
  }

  @Test
  void ctr_prints_its_own_error_messages() {
    assertThat(node.sh("ctr -n k8s.io t ps x 2>&1; echo $?"))
        .isEqualTo("ctr: command ps is not available on this machine\n1\n");
    assertThat(node.sh("ctr -n k8s.io t kill nosuch 2>&1; echo $?"))
        .isEqualTo("ctr: container \"nosuch\" in namespace \"k8s.io\": not found\n1\n");
    assertThat(node.sh("ctr t kill 2>&1")).isEqualTo("ctr: container id must be provided\n");
    assertThat(node.sh("ctr bogus 2>&1; echo $?")).isEqualTo("No help topic for 'bogus'\n3\n");
    assertThat(node.sh("ctr -n k8s.io t exec x ls 2>&1 >/dev/null"))
        .isEqualTo("ctr: Required flag \"exec-id\" not set\n");
    assertThat(node.sh("ctr version extra 2>&1")).isEqualTo("ctr: extra arguments: &{[extra]}\n");
    assertThat(node.sh("ctr -n k8s.io i ls name~=pause 2>&1"))
        .isEqualTo("ctr: filters are not available on this machine\n");
  }

  @Test
  void ctr_version_prints_only_the_client_when_containerd_is_stopped() {
    assertThat(node.sh("ctr version")).contains("Server:\n  Version:  v2.4.2\n");
    node.service("stop");

    assertThat(node.sh("ctr version 2>&1; echo $?"))
        .isEqualTo(
            """
            Client:
              Version:  v2.4.2
              Revision:\s
              Go version: go1.26.8

            ctr: cannot access socket /run/containerd/containerd.sock: stat /run/containerd/containerd.sock: no such file or directory
            1
            """);
  }
}

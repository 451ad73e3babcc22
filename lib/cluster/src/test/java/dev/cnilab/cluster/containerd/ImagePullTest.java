package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.cri.message.Image;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePullTest {
  @AutoClose private final RuntimeNode node = RuntimeNode.bare();

  private String pull(String image) {
    return node.run(() -> node.containerd().images().pull(image));
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "docker.io/library/nginx:1.27, docker.io/library/nginx:1.27",
    "nicolaka/netshoot, docker.io/nicolaka/netshoot:latest",
    "k8s.gcr.io/pause:3.9, k8s.gcr.io/pause:3.9",
    "mirror.example.com:5000/some/where/busybox:1.36,"
        + " mirror.example.com:5000/some/where/busybox:1.36",
    "flannel/flannel:v0.25.7, docker.io/flannel/flannel:v0.25.7",
    "quay.io/coreos/flannel:v0.15.1, quay.io/coreos/flannel:v0.15.1",
    "rancher/mirrored-flannelcni-flannel:v0.20.2,"
        + " docker.io/rancher/mirrored-flannelcni-flannel:v0.20.2",
    "rancher/mirrored-flannel-flannel-cni-plugin:v1.6.0,"
        + " docker.io/rancher/mirrored-flannel-flannel-cni-plugin:v1.6.0",
    "rancher/mirrored-coredns-coredns:1.12.0, docker.io/rancher/mirrored-coredns-coredns:1.12.0",
    "rancher/mirrored-library-nginx:1.27, docker.io/rancher/mirrored-library-nginx:1.27",
  })
  void an_image_name_is_expanded_to_its_full_reference(String name, String full) {
    pull(name);

    Image image = node.run(() -> node.containerd().images().status(name)).orElseThrow();
    assertThat(image.repoTags()).containsExactly(full);
    assertThat(image.id()).matches("sha256:[0-9a-f]{64}");
    assertThat(node.run(() -> node.containerd().images().status(image.id()))).isPresent();
  }

  @Test
  void two_names_of_one_image_are_one_image() {
    String first = pull("registry.k8s.io/pause:3.9");

    assertThat(pull("k8s.gcr.io/pause:3.9")).isEqualTo(first);
    assertThat(node.run(() -> node.containerd().images().list())).hasSize(1);
  }

  @Test
  void pulling_an_image_copies_no_files_to_the_node() {
    pull("registry.k8s.io/pause:3.9"); // also creates the directory of all images
    int before = node.run(() -> node.machine().disk().ownFiles());

    pull("nicolaka/netshoot");

    assertThat(node.sh("find /var/lib/containerd -name conntrack")).endsWith("/conntrack\n");
    assertThat(node.run(() -> node.machine().disk().ownFiles()))
        .isEqualTo(before + 1); // the directory of the snapshot
  }

  @Test
  void an_image_pulled_by_digest_keeps_its_digest() {
    String digest = "sha256:" + "ab".repeat(32);
    pull("nginx@" + digest);

    assertThat(node.run(() -> node.containerd().images().list()).getFirst().repoDigests())
        .containsExactly("docker.io/library/nginx@" + digest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nosuch | Unknown | docker.io/library/nosuch:latest | pull access denied, repository does"
            + " not exist or may require authorization: server message: insufficient_scope:"
            + " authorization failed",
        "nginx:nosuch | NotFound | docker.io/library/nginx:nosuch |"
            + " docker.io/library/nginx:nosuch: not found",
        "registry.k8s.io/nosuch:1 | NotFound | registry.k8s.io/nosuch:1 |"
            + " registry.k8s.io/nosuch:1: not found",
        "ghcr.io/a/nosuch:v1 | Unknown | ghcr.io/a/nosuch:v1 | failed to authorize: failed to fetch"
            + " anonymous token: unexpected status from GET request to"
            + " https://ghcr.io/token?scope=repository%3Aa%2Fnosuch%3Apull&service=ghcr.io: 403"
            + " Forbidden",
        "no.such.host/x:1 | Unknown | no.such.host/x:1 | failed to do request: Head"
            + " \"https://no.such.host/v2/x/manifests/1\": dial tcp: lookup no.such.host: no such"
            + " host",
      })
  void a_missing_image_fails_in_the_words_of_the_registry(
      String name, String code, String full, String cause) {
    assertThatThrownBy(() -> pull(name))
        .hasMessage(
            "rpc error: code = %s desc = failed to pull and unpack image \"%s\": failed to resolve image: %s"
                .formatted(code, full, cause));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "UPPER/case", "a b", "nginx:", "nginx@sha256:12", "-x"})
  void an_invalid_image_name_is_rejected_and_quoted(String name) {
    assertThatThrownBy(() -> pull(name))
        .hasMessage(
            "rpc error: code = Unknown desc = failed to parse image reference \"%s\": invalid reference format"
                .formatted(name));
  }

  @Test
  void a_pull_is_logged_with_its_size_and_duration() {
    pull("busybox");

    List<String> lines =
        node.journal().stream()
            .map(RuntimeNode::withoutIds)
            .map(line -> line.replaceFirst("time=\"[^\"]*\"", "time=T"))
            .toList();
    assertThat(lines)
        .contains(
            "time=T level=info msg=\"PullImage \\\"busybox\\\"\"",
            "time=T level=info msg=\"ImageCreate event"
                + " name:\\\"docker.io/library/busybox:latest\\\" "
                + " labels:{key:\\\"io.cri-containerd.image\\\"  value:\\\"managed\\\"}\"",
            "time=T level=info msg=\"stop pulling image docker.io/library/busybox:latest: active"
                + " requests=0, bytes read=0\"",
            "time=T level=info msg=\"Pulled image \\\"docker.io/library/busybox:latest\\\" with"
                + " image id \\\"sha256:ID\\\", repo tag \\\"docker.io/library/busybox:latest\\\","
                + " repo digest \\\"docker.io/library/busybox@sha256:ID\\\", size \\\"2224358\\\""
                + " in 23ms\"",
            "time=T level=info msg=\"PullImage \\\"busybox\\\" returns image reference"
                + " \\\"sha256:ID\\\"\"");
  }
}

package dev.cnilab.lab.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResourceTest {

  @Test
  void a_bare_name_means_a_pod() {
    assertThat(Resource.parse("web", "default").path())
        .isEqualTo("/api/v1/namespaces/default/pods/web");
  }

  @Test
  void a_name_may_be_preceded_by_namespace_and_kind() {
    assertThat(Resource.parse("networkpolicy/deny-all", "default").path())
        .isEqualTo("/apis/networking.k8s.io/v1/namespaces/default/networkpolicies/deny-all");
    Resource agent = Resource.parse("kube-flannel/daemonset/kube-flannel-ds", "default");
    assertThat(agent.path())
        .isEqualTo("/apis/apps/v1/namespaces/kube-flannel/daemonsets/kube-flannel-ds");
    assertThat(agent.typed()).isEqualTo("-n kube-flannel daemonset/kube-flannel-ds");
  }

  @Test
  void an_unknown_kind_is_rejected_with_the_known_ones() {
    assertThatThrownBy(() -> Resource.parse("gateway/x", "default"))
        .hasMessageContaining("'gateway'")
        .hasMessageContaining("daemonset")
        .hasMessageContaining("pod/nettest-1");
  }
}

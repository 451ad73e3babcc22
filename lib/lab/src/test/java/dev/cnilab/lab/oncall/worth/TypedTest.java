package dev.cnilab.lab.oncall.worth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.view.View;
import org.junit.jupiter.api.Test;

class TypedTest {

  @Test
  void the_output_of_a_cell_counts_as_its_kubectl_commands() {
    View view =
        View.empty()
            .note("a sentence")
            .folded("kubectl get nodes", "worker-1 Ready")
            .printed("$ kubectl logs web", "ready")
            .printed("worker-1$ ip route", "default via 172.30.0.254")
            .printed("# in a terminal", "export KUBECONFIG=…");
    assertThat(Typed.shown(view))
        .containsExactly(
            new Typed("kubectl get nodes", "worker-1 Ready"),
            new Typed("kubectl logs web", "ready"),
            new Typed("worker-1$ ip route", "default via 172.30.0.254"));
  }
}

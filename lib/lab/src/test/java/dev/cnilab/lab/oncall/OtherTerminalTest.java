package dev.cnilab.lab.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.door.RequestHead;
import dev.cnilab.lab.oncall.worth.Typed;
import org.junit.jupiter.api.Test;

/** What requests tell about the lines that somebody types. */
class OtherTerminalTest {

  private final OtherTerminal elsewhere = new OtherTerminal();

  private void asked(String line, String run, String command) {
    String head =
        "%s HTTP/1.1\r\nkubectl-session: %s\r\nkubectl-command: %s\r\n\r\n"
            .formatted(line, run, command);
    assertThat(elsewhere.refusal(RequestHead.parse(head))).isEmpty();
  }

  @Test
  void a_kubectl_run_is_reported_as_one_line() {
    asked("GET /api/v1?timeout=32s", "a", "kubectl delete");
    asked("DELETE /api/v1/namespaces/shop/pods/x", "a", "kubectl delete");
    asked("GET /api/v1/namespaces/shop/pods?watch=true", "a", "kubectl delete");
    asked("GET /api/v1/nodes?limit=500", "b", "kubectl get");
    asked("PATCH /apis/apps/v1/namespaces/kube-system/daemonsets/cilium", "c", "kubectl patch");
    assertThat(elsewhere.typed())
        .extracting(Typed::line)
        .containsExactly(
            "kubectl delete pods/x -n shop",
            "kubectl get nodes",
            "kubectl patch daemonsets/cilium -n kube-system");
  }

  @Test
  void commands_in_pods_and_on_nodes_are_reported() {
    asked("GET /api/v1/namespaces/shop/pods/web", "a", "kubectl exec");
    asked(
        "GET /api/v1/namespaces/shop/pods/web/exec?command=cat&command=%2Fetc%2Fhosts&stdout=true",
        "a", "kubectl exec");
    asked(
        "GET /apis/lab.cnilab.dev/v1/consoles/worker-1/exec?command=sh&command=-c&command=ip+a",
        "b",
        "");
    asked(
        "GET /apis/lab.cnilab.dev/v1/consoles/worker-2/exec?command=sh&command=-c&command=ip+r",
        "b",
        "");
    assertThat(elsewhere.typed())
        .extracting(Typed::line)
        .containsExactly(
            "kubectl exec web -n shop -- cat /etc/hosts",
            "./lab node worker-1 -- ip a",
            "./lab node worker-2 -- ip r");
  }

  @Test
  void a_client_without_run_ids_is_reported_by_its_requests() {
    asked("GET /api/v1/pods", "", "");
    asked("DELETE /api/v1/namespaces/shop/pods/x", "", "");
    assertThat(elsewhere.typed())
        .extracting(Typed::line)
        .containsExactly("GET pods", "DELETE pods/x -n shop");
  }
}

package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Operation;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Retention;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.admission.webhook.Verdicts;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCaller;
import dev.cnilab.cluster.apiserver.admission.webhook.Webhooks;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/**
 * The plugins and webhooks that are asked before a stream to a container begins: {@code exec} and
 * the like.
 */
public final class StreamAdmission {
  private final ValidatingAdmission policies;
  private final Webhooks webhooks;
  private final WebhookCaller caller;

  StreamAdmission(ValidatingAdmission policies, Webhooks webhooks, WebhookCaller caller) {
    this.policies = policies;
    this.webhooks = webhooks;
    this.caller = caller;
  }

  /**
   * Checks that none refuses. Waits for webhooks; in a task only.
   *
   * @param subresource {@code exec}, {@code attach} or {@code portforward}
   * @throws dev.cnilab.cluster.client.ApiException if one does
   */
  public void require(User user, KubeObject pod, String subresource, Query query) {
    AdmissionRequest request =
        new AdmissionRequest(
            Operation.CONNECT,
            ResourceTypes.PODS,
            subresource,
            options(pod, subresource, query),
            null,
            user,
            Retention.STORED,
            warning -> {});
    policies.validate(request);
    Verdicts verdicts = Verdicts.none();
    while (true) {
      try {
        webhooks.validate(request, verdicts);
        return;
      } catch (AnswersWanted wanted) {
        verdicts = verdicts.with(caller.ask(wanted.calls()));
      }
    }
  }

  /** A PodExecOptions or the like. The real ones have no metadata; here they name the pod. */
  private static KubeObject options(KubeObject pod, String subresource, Query query) {
    ObjectNode json =
        Json.object()
            .put(
                "kind",
                switch (subresource) {
                  case "exec" -> "PodExecOptions";
                  case "attach" -> "PodAttachOptions";
                  default -> "PodPortForwardOptions";
                })
            .put("apiVersion", "v1");
    json.putObject("metadata").put("name", pod.name()).put("namespace", pod.namespace());
    for (String stream : List.of("stdin", "stdout", "stderr", "tty")) {
      if (query.isSet(stream)) {
        json.put(stream, true);
      }
    }
    if (query.has("container")) {
      json.put("container", query.text("container"));
    }
    query.values("command").forEach(json.withArray("command")::add);
    query.values("ports").stream()
        .filter(port -> port.matches("\\d{1,5}"))
        .forEach(port -> json.withArray("ports").add(Integer.parseInt(port)));
    return KubeObject.of(json);
  }
}

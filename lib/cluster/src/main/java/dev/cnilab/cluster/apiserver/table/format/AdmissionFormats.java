package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.number;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.Map;

/** The columns of admission policies and webhooks, and of devices. */
final class AdmissionFormats {
  private static final String UNSET = "<unset>";
  private static final List<TableColumn> WEBHOOKS =
      List.of(objectName(), number("Webhooks", o -> o.at("/webhooks").size()), age());
  private static final List<TableColumn> BINDINGS =
      List.of(
          objectName(),
          text("PolicyName", o -> o.text("/spec/policyName")),
          text("ParamRef", AdmissionFormats::parameter),
          age());
  private static final List<TableColumn> AGED = List.of(objectName(), age());

  private AdmissionFormats() {}

  static Map<String, List<TableColumn>> all() {
    return Map.of(
        "mutatingwebhookconfigurations.admissionregistration.k8s.io", WEBHOOKS,
        "validatingwebhookconfigurations.admissionregistration.k8s.io", WEBHOOKS,
        "mutatingadmissionpolicies.admissionregistration.k8s.io",
            policies("Mutations", "/spec/mutations"),
        "validatingadmissionpolicies.admissionregistration.k8s.io",
            policies("Validations", "/spec/validations"),
        "mutatingadmissionpolicybindings.admissionregistration.k8s.io", BINDINGS,
        "validatingadmissionpolicybindings.admissionregistration.k8s.io", BINDINGS,
        "deviceclasses.resource.k8s.io", AGED,
        "resourceclaimtemplates.resource.k8s.io", AGED,
        "resourceclaims.resource.k8s.io",
            List.of(objectName(), text("State", AdmissionFormats::state), age()),
        "resourceslices.resource.k8s.io",
            List.of(
                objectName(),
                text("Node", o -> orElse(o.text("/spec/nodeName"), UNSET)),
                text("Driver", o -> o.text("/spec/driver")),
                text("Pool", o -> o.text("/spec/pool/name")),
                age()));
  }

  private static List<TableColumn> policies(String name, String list) {
    return List.of(
        objectName(),
        number(name, o -> o.at(list).size()),
        text("ParamKind", AdmissionFormats::parameterKind),
        age());
  }

  private static String parameterKind(KubeObject policy) {
    JsonNode kind = policy.at("/spec/paramKind");
    return kind.isMissingNode()
        ? UNSET
        : kind.path("apiVersion").asText() + "/" + kind.path("kind").asText();
  }

  private static String parameter(KubeObject binding) {
    JsonNode reference = binding.at("/spec/paramRef");
    if (reference.isMissingNode()) {
      return UNSET;
    }
    String namespace = reference.path("namespace").asText();
    String name = reference.path("name").asText("*");
    return (namespace.isEmpty() ? "*" : namespace) + "/" + name;
  }

  private static String state(KubeObject claim) {
    String states = claim.isTerminating() ? "deleted," : "";
    if (claim.at("/status/allocation").isMissingNode()) {
      return states + "pending";
    }
    return states + "allocated" + (claim.at("/status/reservedFor").isEmpty() ? "" : ",reserved");
  }
}

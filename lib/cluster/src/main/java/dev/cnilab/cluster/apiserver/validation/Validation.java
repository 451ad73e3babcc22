package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.validation.definition.DefinitionRules;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.kind.EventRules;
import dev.cnilab.cluster.apiserver.validation.pod.PodRules;
import dev.cnilab.cluster.apiserver.validation.status.RequestStatusRules;
import dev.cnilab.cluster.apiserver.validation.table.Plan;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** Checks complete objects. */
public final class Validation {
  private Validation() {}

  /**
   * Checks an object that is about to be created.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValid(ResourceType type, KubeObject object) {
    List<FieldError> errors = check(type, object, MissingNode.getInstance(), Part.WHOLE);
    refuse(type, object, errors);
  }

  /**
   * Checks an object that is about to replace another.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidUpdate(ResourceType type, KubeObject object, KubeObject old) {
    List<FieldError> errors = check(type, object, old.json(), Part.ALL_BUT_STATUS);
    errors.addAll(MetadataRules.checkUpdate(object, old));
    errors.addAll(UpdateRules.check(type, object, old));
    refuse(type, object, errors);
  }

  /**
   * Checks an object whose status is about to replace another's.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidStatus(ResourceType type, KubeObject object, KubeObject old) {
    List<FieldError> errors = check(type, object, old.json(), Part.STATUS);
    if (type.equals(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS)) {
      errors.addAll(RequestStatusRules.signed(object, old));
    }
    errors.addAll(MetadataRules.checkUpdate(object, old));
    refuse(type, object, errors);
  }

  /**
   * Checks a certificate request that is about to be approved or denied.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidApproval(ResourceType type, KubeObject request, KubeObject old) {
    List<FieldError> errors = check(type, request, old.json(), Part.STATUS);
    errors.addAll(RequestStatusRules.kept(request, old));
    errors.addAll(MetadataRules.checkUpdate(request, old));
    refuse(type, request, errors);
  }

  /**
   * Checks a pod that is about to get ephemeral containers.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidDebugging(ResourceType type, KubeObject pod, KubeObject old) {
    List<FieldError> errors = check(type, pod, old.json(), Part.ALL_BUT_STATUS);
    errors.addAll(PodUpdateRules.debugging(pod, old));
    refuse(type, pod, errors);
  }

  /**
   * Checks a pod whose containers are about to get other resources.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidResize(ResourceType type, KubeObject pod, KubeObject old) {
    List<FieldError> errors = check(type, pod, old.json(), Part.ALL_BUT_STATUS);
    errors.addAll(MetadataRules.checkUpdate(pod, old));
    errors.addAll(PodResizeRules.check(pod, old));
    refuse(type, pod, errors);
  }

  /**
   * Checks a number of replicas that is about to be written.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidScale(KubeObject scale) {
    List<FieldError> errors = new ArrayList<>();
    Struct type = Schemas.builtIn().find("autoscaling.v1.Scale").orElseThrow();
    Plan.of(type).at(ValidatedField.of(scale.json(), MissingNode.getInstance(), errors));
    if (!errors.isEmpty()) {
      throw InvalidObject.of("autoscaling", "Scale", scale.name(), errors);
    }
  }

  /**
   * Checks an event that arrives through events.k8s.io/v1, as it will be stored.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidNewEvent(KubeObject event) {
    List<FieldError> errors = new ArrayList<>();
    ValidatedField place = ValidatedField.of(event.json(), MissingNode.getInstance(), errors);
    EventRules.strict(place);
    refuse(ResourceTypes.EVENTS, event, errors);
  }

  /** What is wrong with a pod that is about to be created. */
  public static List<FieldError> newPod(KubeObject pod) {
    return check(ResourceTypes.PODS, pod, MissingNode.getInstance(), Part.WHOLE);
  }

  /** What is wrong with the binding of a pod to a node. */
  public static List<FieldError> binding(KubeObject binding) {
    List<FieldError> errors = new ArrayList<>();
    PodRules.target(
        ValidatedField.of(binding.json(), MissingNode.getInstance(), errors).field("target"));
    return errors;
  }

  private static void refuse(ResourceType type, KubeObject object, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  /** Which part of an object is new and has to be checked. */
  private enum Part {
    WHOLE,
    ALL_BUT_STATUS,
    STATUS;

    boolean has(String field) {
      return this == WHOLE
          || field.equals("metadata")
          || field.equals("status") == (this == STATUS);
    }
  }

  private static List<FieldError> check(
      ResourceType type, KubeObject object, JsonNode old, Part part) {
    List<FieldError> errors = new ArrayList<>();
    ValidatedField place = ValidatedField.of(object.json(), old, errors);
    MetadataRules.check(type, place);
    Schemas.builtIn().of(type).ifPresent(known -> Plan.of(known).at(place, part::has));
    if (type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS)) {
      if (part == Part.STATUS) {
        DefinitionRules.checkStatus(place);
      } else {
        DefinitionRules.check(place);
      }
    }
    return errors;
  }
}

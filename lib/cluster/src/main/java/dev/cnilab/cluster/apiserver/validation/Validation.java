package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.Place;
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
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
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
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  /**
   * Checks an object whose status is about to replace another's.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidStatus(ResourceType type, KubeObject object, KubeObject old) {
    List<FieldError> errors = check(type, object, old.json(), Part.STATUS);
    errors.addAll(MetadataRules.checkUpdate(object, old));
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  /** What of an object is new, and so must be looked at. */
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
    Place place = Place.of(object.json(), old, errors);
    MetadataRules.check(type, place.field("metadata"));
    Schemas.builtIn().of(type).ifPresent(known -> Plan.of(known).at(place, part::has));
    if (type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS)) {
      errors.addAll(DefinitionRules.check(object));
    }
    return errors;
  }
}

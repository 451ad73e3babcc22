package dev.cnilab.cluster.apiserver.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.custom.schema.ExpressionRules;
import dev.cnilab.cluster.apiserver.custom.schema.FieldPlace;
import dev.cnilab.cluster.apiserver.custom.schema.Pruning;
import dev.cnilab.cluster.apiserver.custom.schema.SchemaDefaults;
import dev.cnilab.cluster.apiserver.custom.schema.SchemaRules;
import dev.cnilab.cluster.apiserver.custom.schema.UndeclaredFields;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One version of a kind that a CustomResourceDefinition defines.
 *
 * @param definition the name of the CustomResourceDefinition
 * @param version the entry of its {@code spec.versions}
 * @param conversion its {@code spec.conversion}
 */
public record CustomKind(
    ResourceType type, String definition, JsonNode version, JsonNode conversion) {

  /** The columns of a kind whose definition names none. */
  public static final JsonNode DEFAULT_COLUMNS =
      Json.array()
          .add(
              Json.object()
                  .put("name", "Age")
                  .put("type", "date")
                  .put("jsonPath", ".metadata.creationTimestamp"));

  /** The errors that keep CEL rules from being evaluated on a value. */
  private static final Set<FieldError.Type> BLOCKING =
      EnumSet.of(
          FieldError.Type.NOT_SUPPORTED,
          FieldError.Type.REQUIRED,
          FieldError.Type.TOO_LONG,
          FieldError.Type.TOO_MANY,
          FieldError.Type.TYPE_INVALID);

  private static final FieldError NOT_ALL =
      FieldError.invalid(
          "<nil>",
          NullNode.getInstance(),
          "some validation rules were not checked because the object was invalid; correct the"
              + " existing errors to complete validation");

  /** The kinds of a definition's versions that are served, the preferred one first. */
  public static List<CustomKind> of(KubeObject definition) {
    List<CustomKind> kinds = new ArrayList<>();
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("served").asBoolean()) {
        kinds.add(
            new CustomKind(
                type(definition, version),
                definition.name(),
                version,
                definition.at("/spec/conversion")));
      }
    }
    kinds.sort(Comparator.comparing(kind -> kind.type().version(), new VersionOrder()));
    return kinds;
  }

  private static ResourceType type(KubeObject definition, JsonNode version) {
    String group = definition.text("/spec/group");
    String name = version.path("name").asText();
    String kind = definition.text("/spec/names/kind");
    String plural = definition.text("/spec/names/plural");
    ResourceType type =
        definition.text("/spec/scope").equals("Namespaced")
            ? ResourceType.namespaced(group, name, kind, plural)
            : ResourceType.clusterWide(group, name, kind, plural);
    String singular = definition.text("/spec/names/singular");
    List<String> subresources = new ArrayList<>();
    version.path("subresources").fieldNames().forEachRemaining(subresources::add);
    return type.withSingular(singular.isEmpty() ? kind.toLowerCase(Locale.ROOT) : singular)
        .withShortNames(texts(definition.at("/spec/names/shortNames")))
        .withCategories(texts(definition.at("/spec/names/categories")))
        .withSubresources(subresources.stream().sorted().toArray(String[]::new));
  }

  private static String[] texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts.toArray(String[]::new);
  }

  /** Whether its objects are stored in this version. */
  public boolean isStored() {
    return version.path("storage").asBoolean();
  }

  /** The structural schema of its objects. */
  public JsonNode schema() {
    return version.at("/schema/openAPIV3Schema");
  }

  /** The columns of its table besides the name. */
  public JsonNode columns() {
    return version.path("additionalPrinterColumns");
  }

  /**
   * The fields by which its objects can be selected: {@code selectableFields}. Objects that a
   * webhook converts into this version are compared as they are stored, in which the fields differ:
   * none of theirs can be selected here.
   */
  public Set<String> selectable() {
    if (!isStored() && conversion.path("strategy").asText().equals("Webhook")) {
      return Set.of();
    }
    Set<String> fields = new HashSet<>();
    version
        .path("selectableFields")
        .forEach(field -> fields.add(field.path("jsonPath").asText().replaceFirst("^\\.", "")));
    return fields;
  }

  /** Removes the fields that the schema does not have and returns where they were. */
  public List<FieldPlace> prune(ObjectNode object) {
    return Pruning.prune(schema(), object);
  }

  /**
   * The paths of the fields that the schema does not have, as structured-merge-diff writes them.
   */
  public List<String> undeclared(ObjectNode object) {
    return UndeclaredFields.in(schema(), object);
  }

  /**
   * Fills in the schema's defaults for fields that the object leaves out.
   *
   * @throws dev.cnilab.cluster.client.ApiException 504 if that is too much
   */
  public void applyDefaults(ObjectNode object) {
    if (SchemaDefaults.has(schema())) {
      var unused =
          bounded(
              () -> {
                SchemaDefaults.apply(schema(), object);
                return object;
              });
    }
  }

  /**
   * Within {@link Budget#SCHEMA}: a real server continues until the request's time is up, but
   * others need not wait for it.
   */
  private static <T> T bounded(Supplier<T> work) {
    return Budget.within(Budget.SCHEMA, work).orElseThrow(ApiErrors::deadlineExceeded);
  }

  /** A stored object as it is read: with defaults that the schema has gained since. */
  public KubeObject read(KubeObject stored) {
    return SchemaDefaults.has(schema()) ? stored.edit(this::applyDefaults) : stored;
  }

  /**
   * Checks that an object conforms to its schema. CEL rules are evaluated only on objects whose
   * fields have the right types.
   *
   * @param old as it was; missing if it is new
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong, 504 if finding it
   *     takes too long
   */
  public void requireValid(KubeObject object, JsonNode old) {
    List<FieldError> errors =
        new ArrayList<>(bounded(() -> SchemaRules.check(schema(), object.json())));
    if (ExpressionRules.has(schema())) {
      if (errors.stream().anyMatch(error -> BLOCKING.contains(error.type()))) {
        errors.add(NOT_ALL);
      } else {
        errors.addAll(ExpressionRules.check(schema(), object.json(), old));
      }
    }
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }
}

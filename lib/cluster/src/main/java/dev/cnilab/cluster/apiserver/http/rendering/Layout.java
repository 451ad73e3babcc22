package dev.cnilab.cluster.apiserver.http.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.registry.version.OtherVersion;
import dev.cnilab.cluster.apiserver.table.TableForm;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How objects of a type are written out.
 *
 * @param type whose version the objects are shown in
 * @param custom the type's definition, if it is a CustomResourceDefinition's
 * @param clock for computing ages
 * @param include what each row of a table contains besides its cells
 */
public record Layout(
    ResourceType type, Optional<CustomKind> custom, InstantSource clock, String include) {
  private static final Set<String> OF_LIST = Set.of("kind", "apiVersion");

  public static Layout of(
      ServedResources resources, InstantSource clock, ResourceType type, String include) {
    return new Layout(type, resources.custom(type), clock, include);
  }

  private JsonNode columns() {
    return custom
        .map(CustomKind::columns)
        .map(defined -> defined.isEmpty() ? CustomKind.DEFAULT_COLUMNS : defined)
        .orElse(MissingNode.getInstance());
  }

  /**
   * The object in the type's version, with the defaults its definition has gained since it was
   * stored; a subresource's object stays as it is.
   */
  KubeObject shown(KubeObject stored) {
    if (OtherVersion.of(type).isPresent() && stored.kind().equals(type.kind())) {
      return OtherVersion.shownAs(type, stored);
    }
    if (!stored.kind().equals(type.kind())) {
      return stored;
    }
    KubeObject whole = custom.map(kind -> kind.read(stored)).orElse(stored);
    return whole.apiVersion().equals(type.apiVersion())
        ? whole
        : whole.edit(json -> json.put("apiVersion", type.apiVersion()));
  }

  /** The object as an item of a list: for a built-in type only the list states the kind. */
  JsonNode item(KubeObject stored) {
    ObjectNode whole = shown(stored).json();
    if (custom.isPresent()) {
      return whole;
    }
    ObjectNode item = Json.object();
    whole.properties().stream()
        .filter(field -> !OF_LIST.contains(field.getKey()))
        .forEach(field -> item.set(field.getKey(), field.getValue()));
    return item;
  }

  /** The name of the type's Go struct in kube-apiserver, without the asterisk of a pointer. */
  String goType() {
    if (custom.isPresent()) {
      return "unstructured.Unstructured";
    }
    String group = type.group().isEmpty() ? "core" : type.group().split("\\.", 2)[0];
    return group + "." + type.kind();
  }

  ObjectsDocument table(List<KubeObject> objects) {
    TableForm form =
        objects.stream().anyMatch(object -> object.kind().equals("Scale"))
            ? TableForm.ofScales(clock.instant(), include)
            : TableForm.of(type, columns(), clock.instant(), include);
    ObjectNode table = form.empty();
    if (objects.size() == 1) {
      table.withObject("/metadata").put("resourceVersion", objects.getFirst().resourceVersion());
    }
    return ObjectsDocument.of(table, "rows", TableForm.inOrder(type, objects), form::row);
  }
}

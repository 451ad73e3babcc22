package dev.cnilab.cluster.image.calico.datastore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Calico's objects, and through {@link #api} those of Kubernetes itself. */
public record Datastore(ApiClient api) {
  /**
   * The current type at the API server.
   *
   * @throws ApiException 404 if its CustomResourceDefinition is missing
   */
  public ResourceType type(CalicoKind kind) {
    return type(kind, kind.path());
  }

  /**
   * A real client need not look the type up, so a missing answer is reported for the object's path.
   */
  private ResourceType type(CalicoKind kind, String path) {
    try {
      return known(kind);
    } catch (ApiException unreachable) {
      if (unreachable.isUnreachable()) {
        throw ApiException.unreachable(
            String.valueOf(unreachable.getMessage()).replaceFirst("/apis\"", path + "\""));
      }
      throw unreachable;
    }
  }

  private ResourceType known(CalicoKind kind) {
    return api.types().stream()
        .filter(type -> type.group().equals(CalicoKind.GROUP))
        .filter(type -> type.plural().equals(kind.plural()))
        .findFirst()
        .orElseThrow(ApiErrors::noSuchResource);
  }

  public List<KubeObject> list(CalicoKind kind) {
    return api.list(type(kind));
  }

  public Optional<KubeObject> find(CalicoKind kind, String name) {
    return api.find(type(kind, kind.path(name)), "", name);
  }

  public KubeObject create(CalicoKind kind, String name, Consumer<ObjectNode> spec) {
    ResourceType type = type(kind);
    return api.create(
        type, KubeObject.named(type, "", name).edit(json -> spec.accept(json.putObject("spec"))));
  }

  public KubeObject update(CalicoKind kind, KubeObject object) {
    return api.update(type(kind), object);
  }

  /** Deletes an object; a missing one is not an error. */
  public void delete(CalicoKind kind, String name) {
    try {
      api.delete(type(kind), "", name, DeleteOptions.background());
    } catch (ApiException failed) {
      if (!failed.isNotFound()) {
        throw failed;
      }
    }
  }

  public Informer follow(CalicoKind kind) {
    return Informer.of(api, type(kind));
  }

  /** The pools that can be used, sorted by name as in a list. */
  public List<IpPool> pools() {
    return IpPool.usable(list(CalicoKind.IP_POOL));
  }
}

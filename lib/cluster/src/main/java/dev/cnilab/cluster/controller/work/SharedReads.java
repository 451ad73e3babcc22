package dev.cnilab.cluster.controller.work;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A controller's client: it writes as itself, and reads from informers that all controllers share,
 * which list and watch as the manager.
 *
 * @param own the controller's client
 * @param shared the informers' client
 */
public record SharedReads(ApiClient own, ApiClient shared) implements ApiClient {
  @Override
  public KubeObject get(ResourceType type, String namespace, String name) {
    return find(type, namespace, name).orElseThrow(() -> ApiErrors.notFound(type, name));
  }

  @Override
  public Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    return shared.findListed(type, namespace, name);
  }

  @Override
  public Optional<KubeObject> findListed(ResourceType type, String namespace, String name) {
    return shared.findListed(type, namespace, name);
  }

  @Override
  public List<KubeObject> list(ResourceType type, String namespace, ListOptions options) {
    return shared.list(type, namespace, options);
  }

  @Override
  public List<KubeObject> listMatching(
      ResourceType type, String namespace, LabelSelector selector) {
    return shared.listMatching(type, namespace, selector);
  }

  @Override
  public List<KubeObject> listOrphans(ResourceType type, String namespace, LabelSelector selector) {
    return shared.listOrphans(type, namespace, selector);
  }

  @Override
  public List<KubeObject> listSelecting(ResourceType type, KubeObject object) {
    return shared.listSelecting(type, object);
  }

  @Override
  public List<KubeObject> listMounting(KubeObject claim) {
    return shared.listMounting(claim);
  }

  @Override
  public List<KubeObject> listControlledBy(ResourceType type, String namespace, String uid) {
    return shared.listControlledBy(type, namespace, uid);
  }

  @Override
  public List<ResourceType> types() {
    return shared.types();
  }

  @Override
  public KubeObject create(ResourceType type, KubeObject object) {
    return own.create(type, object);
  }

  @Override
  public KubeObject update(ResourceType type, KubeObject object) {
    return own.update(type, object);
  }

  @Override
  public KubeObject updateStatus(ResourceType type, KubeObject object) {
    return own.updateStatus(type, object);
  }

  @Override
  public KubeObject updateSubresource(ResourceType type, KubeObject object, String subresource) {
    return own.updateSubresource(type, object, subresource);
  }

  @Override
  public KubeObject patch(ResourceType type, String namespace, String name, Patch patch) {
    return own.patch(type, namespace, name, patch);
  }

  @Override
  public void delete(ResourceType type, String namespace, String name, DeleteOptions options) {
    own.delete(type, namespace, name, options);
  }

  @Override
  public KubeObject createSubresource(
      ResourceType type, String namespace, String name, String subresource, KubeObject body) {
    return own.createSubresource(type, namespace, name, subresource, body);
  }

  @Override
  public Watch watch(
      ResourceType type, String namespace, ListOptions options, Consumer<WatchEvent> listener) {
    return shared.watch(type, namespace, options, listener);
  }
}

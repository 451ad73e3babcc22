package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.apiserver.admission.webhook.AnswersWanted;
import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.storage.WatchStream;
import dev.cnilab.cluster.apiserver.storage.selection.FieldSelector;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The client of the cluster's own parts: it calls the code that also serves HTTP requests. */
final class LocalClient implements ApiClient {
  /**
   * The kinds whose fields' managers are not recorded: a record is about as large as its object,
   * and of these there are thousands.
   */
  private static final Set<ResourceType> UNRECORDED =
      Set.of(
          ResourceTypes.PODS, ResourceTypes.EVENTS, ResourceTypes.NEW_EVENTS, ResourceTypes.LEASES);

  private final ApiCore core;
  private final Supplier<User> identity;
  private final String agent;

  /**
   * Makes a client.
   *
   * @param identity who asks, determined for each request because a token may have expired
   * @param agent the name for managedFields, "" to be left out
   */
  LocalClient(ApiCore core, Supplier<User> identity, String agent) {
    this.core = core;
    this.identity = identity;
    this.agent = agent;
  }

  @Override
  public KubeObject get(ResourceType type, String namespace, String name) {
    authorize("get", type, "", namespace, name);
    return core.registry().get(type, namespace, name);
  }

  @Override
  public Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    authorize("get", type, "", namespace, name);
    return core.store().find(type, namespace, name);
  }

  @Override
  public Optional<KubeObject> findListed(ResourceType type, String namespace, String name) {
    authorize("list", type, "", namespace, "");
    return core.store().find(type, namespace, name);
  }

  @Override
  public List<KubeObject> list(ResourceType type, String namespace, ListOptions options) {
    authorize("list", type, "", namespace, FieldSelector.named(options.fieldSelector()));
    return core.store().list(selection(type, namespace, options));
  }

  @Override
  public List<KubeObject> listMatching(
      ResourceType type, String namespace, LabelSelector selector) {
    authorize("list", type, "", namespace, "");
    return core.store().list(Selection.of(type, namespace, selector));
  }

  @Override
  public List<KubeObject> listOrphans(ResourceType type, String namespace, LabelSelector selector) {
    authorize("list", type, "", namespace, "");
    return core.store().listOrphans(type, namespace, selector);
  }

  @Override
  public List<KubeObject> listSelecting(ResourceType type, KubeObject object) {
    authorize("list", type, "", object.namespace(), "");
    return core.store().listSelecting(type, object);
  }

  @Override
  public List<KubeObject> listMounting(KubeObject claim) {
    authorize("list", ResourceTypes.PODS, "", claim.namespace(), "");
    return core.store().podsMounting(claim);
  }

  @Override
  public List<KubeObject> listControlledBy(ResourceType type, String namespace, String uid) {
    authorize("list", type, "", namespace, "");
    return core.store().listControlledBy(type, namespace, uid);
  }

  @Override
  public List<ResourceType> types() {
    return core.resources().all();
  }

  @Override
  public KubeObject create(ResourceType type, KubeObject object) {
    authorize("create", type, "", object.namespace(), "");
    if (type.verbs().equals(List.of("create"))) {
      return core.reviews().answer(type, object, Requester.of(identity.get()));
    }
    return consulting(type, requester -> core.registry().create(type, object, requester));
  }

  @Override
  public KubeObject update(ResourceType type, KubeObject object) {
    authorize("update", type, "", object.namespace(), object.name());
    return consulting(type, requester -> core.registry().update(type, object, requester));
  }

  @Override
  public KubeObject updateStatus(ResourceType type, KubeObject object) {
    authorize("update", type, "status", object.namespace(), object.name());
    return consulting(type, requester -> core.registry().updateStatus(type, object, requester));
  }

  @Override
  public KubeObject updateSubresource(ResourceType type, KubeObject object, String subresource) {
    authorize("update", type, subresource, object.namespace(), object.name());
    return consulting(
        type, requester -> core.subresources().update(type, subresource, object, requester));
  }

  @Override
  public KubeObject patch(ResourceType type, String namespace, String name, Patch patch) {
    authorize("patch", type, patch.subresource(), namespace, name);
    return consulting(
        type, requester -> core.patches().apply(type, namespace, name, patch, requester));
  }

  @Override
  public void delete(ResourceType type, String namespace, String name, DeleteOptions options) {
    authorize("delete", type, "", namespace, name);
    KubeObject object = core.registry().get(type, namespace, name);
    consulting(
        type, requester -> core.deletion().delete(type, object, options, requester).object());
  }

  @Override
  public KubeObject createSubresource(
      ResourceType type, String namespace, String name, String subresource, KubeObject body) {
    authorize("create", type, subresource, namespace, name);
    return consulting(
        type,
        requester ->
            core.subresources().create(type, namespace, name, subresource, body, requester));
  }

  @Override
  public Watch watch(
      ResourceType type, String namespace, ListOptions options, Consumer<WatchEvent> listener) {
    List<KubeObject> present =
        options.resourceVersion().isEmpty() ? list(type, namespace, options) : List.of();
    authorize("watch", type, "", namespace, FieldSelector.named(options.fieldSelector()));
    Selection selection = selection(type, namespace, options);
    List<WatchEvent> first = new ArrayList<>();
    if (options.resourceVersion().isEmpty()) {
      present.forEach(object -> first.add(new WatchEvent(WatchEvent.Type.ADDED, object)));
    } else {
      long since = Long.parseLong(options.resourceVersion());
      WatchStream.requireRetained(core.store(), since);
      WatchStream stream = new WatchStream(selection);
      core.store()
          .changesAfter(since)
          .forEach(change -> stream.event(change).ifPresent(first::add));
    }
    return core.broadcasts().add(selection, first, listener)::leave;
  }

  private void authorize(
      String verb, ResourceType type, String subresource, String namespace, String name) {
    User user = identity.get();
    if (!user.isMaster()) {
      core.etcd().require();
      core.rbac()
          .require(type, Attributes.ofResource(user, verb, type, subresource, namespace, name));
    }
  }

  /** Writes; a task waits for the webhooks, other callers get an error because they cannot wait. */
  private KubeObject consulting(ResourceType type, Function<Requester, KubeObject> write) {
    Requester requester = Requester.of(identity.get(), UNRECORDED.contains(type) ? "" : agent);
    while (true) {
      try {
        Requester now = requester;
        return core.draws().during(now.verdicts().drawn(), () -> write.apply(now));
      } catch (AnswersWanted wanted) {
        if (!core.loop().isInTask()) {
          throw ApiException.needsTask("webhooks have still to be asked");
        }
        requester = requester.with(requester.verdicts().with(core.webhooks().ask(wanted.calls())));
      }
    }
  }

  private Selection selection(ResourceType type, String namespace, ListOptions options) {
    return Selection.of(
        type,
        namespace,
        options.labelSelector(),
        options.fieldSelector(),
        core.resources().selectable(type));
  }
}

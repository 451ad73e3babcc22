package dev.cnilab.cluster.apiserver.definition;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.strategy.DefinitionStrategy;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/**
 * Serves the kinds of CustomResourceDefinitions as they are created, changed and deleted: the
 * naming, establishing and finalizing controllers of apiextensions. On the loop only.
 */
public final class Definitions {
  private static final ResourceType TYPE = ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS;
  private final ApiCore core;
  private final Requester requester = Requester.of(User.apiServer());
  private final CustomApiServices services;

  private Definitions(ApiCore core) {
    this.core = core;
    this.services = new CustomApiServices(core, requester);
  }

  /** Starts watching the definitions in the store. */
  public static void follow(ApiCore core) {
    core.store().subscribe(new Definitions(core)::onChange);
  }

  /** A callback of the store must not write, so the work is a separate event. */
  private void onChange(StoredChange change) {
    if (change.type().equals(TYPE)) {
      core.loop().schedule(0, () -> reconcile(change.last().name()));
    } else if (change.after() == null) {
      core.resources()
          .custom(change.type())
          .ifPresent(kind -> core.loop().schedule(0, () -> reconcile(kind.definition())));
    }
  }

  private void reconcile(String name) {
    core.store()
        .find(TYPE, "", name)
        .ifPresentOrElse(
            definition -> {
              if (definition.isTerminating()) {
                empty(definition);
              } else {
                accept(definition);
              }
            },
            () -> withdraw(core.resources().definedBy(name)));
    services.update();
  }

  private void accept(KubeObject definition) {
    List<KubeObject> others =
        core.store().list(TYPE, "").stream()
            .filter(other -> !other.name().equals(definition.name()))
            .toList();
    NameAcceptance acceptance = NameAcceptance.of(definition, others);
    if (acceptance.isEstablished()) {
      serve(definition);
    }
    KubeObject answered = acceptance.status(core.loop().now());
    if (!answered.at("/status").equals(definition.at("/status"))) {
      core.registry().updateStatus(TYPE, answered, requester);
    }
  }

  private void serve(KubeObject definition) {
    List<CustomKind> kinds = CustomKind.of(definition);
    withdraw(
        core.resources().definedBy(definition.name()).stream()
            .filter(old -> kinds.stream().noneMatch(kind -> kind.type().equals(old.type())))
            .toList());
    kinds.forEach(core.resources()::add);
  }

  private void withdraw(List<CustomKind> kinds) {
    kinds.forEach(kind -> core.resources().remove(kind.type()));
  }

  /** Deletes all objects of a definition's kind, then removes the definition's finalizer. */
  private void empty(KubeObject definition) {
    List<CustomKind> kinds = core.resources().definedBy(definition.name());
    if (!kinds.isEmpty()) {
      ResourceType type = kinds.getFirst().type();
      for (KubeObject object : List.copyOf(core.store().list(type, ""))) {
        if (!object.isTerminating()) {
          core.deletion().delete(type, object, DeleteOptions.background(), requester);
        }
      }
      if (!core.store().list(type, "").isEmpty()) {
        return;
      }
    }
    core.registry().update(TYPE, definition.edit(DefinitionStrategy::removeFinalizer), requester);
  }
}

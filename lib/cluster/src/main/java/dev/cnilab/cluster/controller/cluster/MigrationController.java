package dev.cnilab.cluster.controller.cluster;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs one StorageVersionMigration of a resource after the other: it patches every object with
 * nothing but its version, so that it is written again. After {@code
 * pkg/controller/storageversionmigrator}.
 */
public final class MigrationController implements AutoCloseable {
  private static final List<String> NEEDED = List.of("update", "patch", "list");

  /**
   * How long a real controller takes. It works with the garbage collector's watch of the resource,
   * which hears from the API server every minute that it is up to date; a new definition has as
   * long until it must be known.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ControllerContext context;
  private final ApiClient client;
  private final ApiClient writer;
  private final ControlLoop control;

  /**
   * Starts it.
   *
   * @param own reads
   * @param account writes
   */
  public MigrationController(ControllerContext own, ControllerContext account) {
    context = own;
    client = own.client();
    writer = account.client();
    control =
        own.controlLoop(this::reconcile)
            .watch(ResourceTypes.STORAGE_VERSION_MIGRATIONS, this::ofSame);
  }

  @Override
  public void close() {
    control.close();
  }

  private Stream<ObjectKey> ofSame(KubeObject changed) {
    Migration migration = new Migration(changed);
    return all().filter(migration::isOfSame).map(each -> ObjectKey.of(each.object()));
  }

  private Stream<Migration> all() {
    return client
        .list(ResourceTypes.STORAGE_VERSION_MIGRATIONS, "", ListOptions.everything())
        .stream()
        .map(Migration::new);
  }

  private void reconcile(ObjectKey key) {
    client
        .findListed(ResourceTypes.STORAGE_VERSION_MIGRATIONS, "", key.name())
        .map(Migration::new)
        .ifPresent(migration -> step(key, migration));
  }

  private void step(ObjectKey key, Migration migration) {
    String now = context.timestamp();
    if (migration.isOver()) {
      if (migration.isRunning()) {
        String done = "Migration completed";
        write(migration.with(Migration.RUNNING, "False", "MigrationCompleted", done, now));
      }
    } else if (!migration.isRunning()) {
      if (isNext(migration)) {
        write(running(migration, "", now));
      }
    } else if (migration.version().isEmpty()) {
      begin(key, migration);
    } else {
      Duration left = PATIENCE.minus(Duration.between(began(migration), context.loop().now()));
      if (left.isPositive()) {
        control.addAfter(key, left);
      } else {
        type(migration).ifPresent(type -> migrate(type, migration));
      }
    }
  }

  private static Migration running(Migration migration, String how, String now) {
    String message = "The migration is running" + how;
    return migration.with(Migration.RUNNING, "True", "MigrationRunning", message, now);
  }

  private boolean isNext(Migration migration) {
    List<Migration> others =
        all().filter(migration::isOfSame).filter(each -> !each.isOver()).toList();
    return others.stream().noneMatch(Migration::isRunning)
        && others.stream()
            .min(Migration.ORDER)
            .filter(first -> first.object().name().equals(migration.object().name()))
            .isPresent();
  }

  private static Instant began(Migration migration) {
    return migration
        .condition(Migration.RUNNING)
        .map(running -> Timestamp.of(running.path("lastTransitionTime")))
        .orElseThrow();
  }

  private Optional<ResourceType> type(Migration migration) {
    return client.types().stream()
        .filter(type -> type.group().equals(migration.group()))
        .filter(type -> type.plural().equals(migration.resource()))
        .findFirst();
  }

  /** Notes the version that the objects have to have been written after. */
  private void begin(ObjectKey key, Migration migration) {
    Optional<ResourceType> type = type(migration);
    if (type.isEmpty()) {
      Instant created = Instant.parse(migration.object().text("/metadata/creationTimestamp"));
      Duration left = PATIENCE.minus(Duration.between(created, context.loop().now()));
      if (left.isPositive()) {
        control.addAfter(key, left);
      } else {
        fail(migration, "resource does not exist in discovery");
      }
    } else if (!type.get().verbs().containsAll(NEEDED)) {
      fail(
          migration,
          "resource \"%s, Resource=%s\" does not support discovery operations: [%s]"
              .formatted(goVersion(type.get()), type.get().plural(), String.join(" ", NEEDED)));
    } else {
      // Nothing is written between this and the version of the migration itself.
      write(migration.at(migration.object().resourceVersion()));
    }
  }

  private static String goVersion(ResourceType type) {
    return type.group() + "/" + type.version();
  }

  private void migrate(ResourceType type, Migration migration) {
    List<KubeObject> objects = client.list(type, "", ListOptions.everything());
    long until = Long.parseLong(migration.version());
    for (KubeObject object : objects) {
      if (Long.parseLong(object.resourceVersion()) <= until) {
        writeAgain(type, object);
      }
    }
    String now = context.timestamp();
    String how = objects.isEmpty() ? "" : ", " + objects.size() + " objects verified migrated";
    write(
        running(migration, how, now)
            .with(
                Migration.SUCCEEDED,
                "True",
                "StorageVersionMigrationSucceeded",
                "Migration completed",
                now));
  }

  private void writeAgain(ResourceType type, KubeObject object) {
    var body = Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind());
    body.putObject("metadata").put("resourceVersion", object.resourceVersion());
    try {
      writer.patch(type, object.namespace(), object.name(), Patch.merge(body));
    } catch (ApiException changed) {
      if (!changed.isNotFound() && !changed.isConflict()) {
        throw changed;
      } // Otherwise the client that wrote or deleted the object has migrated it.
    }
  }

  private void fail(Migration migration, String why) {
    write(
        migration.with(
            Migration.FAILED, "True", "StorageVersionMigrationFailed", why, context.timestamp()));
  }

  private void write(Migration migration) {
    writer.updateStatus(ResourceTypes.STORAGE_VERSION_MIGRATIONS, migration.object());
  }
}

package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectTable.Group;
import dev.cnilab.cluster.apiserver.storage.ObjectTable.Index;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of all types, as etcd keeps them: every write gets the next revision, and the most
 * recent ones are kept so that a watch can start in the past. On the loop only.
 */
public final class ObjectStore {
  private final Map<String, ObjectTable> tables = new HashMap<>();
  private final SharedTrees trees = new SharedTrees();
  private final StoreSpace space;
  private final History history;
  private final Subscriptions subscriptions;
  private long revision = 1;

  /**
   * Makes an empty store.
   *
   * @param window how many of the most recent changes it keeps
   * @param defects receives failures of subscribers; the write has happened all the same
   */
  public ObjectStore(int window, Consumer<Throwable> defects) {
    this(window, StoreSpace.standard(), defects);
  }

  /**
   * Makes an empty store of a size.
   *
   * @param window how many of the most recent changes it keeps
   * @param defects receives failures of subscribers; the write has happened all the same
   */
  public ObjectStore(int window, StoreSpace space, Consumer<Throwable> defects) {
    this.space = space;
    this.history = new History(window, space.history());
    this.subscriptions = new Subscriptions(defects);
  }

  /** The revision of the last write. */
  public long revision() {
    return revision;
  }

  /** A watch can't start before this revision: earlier changes are forgotten. */
  public long compactedRevision() {
    return history.compacted();
  }

  /** Forgets the changes up to a revision; the state just after it can still be listed. */
  public void compact(long until) {
    history.compact(until);
  }

  /** How much it may hold. */
  public StoreSpace space() {
    return space;
  }

  /** How many changes are kept. */
  public int historySize() {
    return history.count();
  }

  public Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    return Optional.ofNullable(table(type).get(new ObjectTable.Key(namespace, name)));
  }

  /** The objects of one namespace, or of all for "", in order of namespace and name. */
  public Collection<KubeObject> list(ResourceType type, String namespace) {
    return table(type).in(namespace);
  }

  /** The objects that a selection matches, in order of namespace and name. */
  public List<KubeObject> list(Selection selection) {
    Collection<KubeObject> candidates = candidates(selection);
    return selection.isWholeTable()
        ? List.copyOf(candidates)
        : candidates.stream().filter(selection::contains).toList();
  }

  /** The objects to examine in order to find those of a selection. */
  Collection<KubeObject> candidates(Selection selection) {
    ObjectTable table = table(selection.type());
    return selection
        .named()
        .filter(name -> selection.isOfOneNamespace())
        .map(name -> table.named(new ObjectTable.Key(selection.namespace(), name)))
        .orElseGet(() -> table.candidates(selection.namespace(), groups(selection)));
  }

  private static Stream<Group> groups(Selection selection) {
    return Stream.concat(
        selection.onNode().map(node -> new Group(Index.NODE, node)).stream(),
        Group.ofLabels(selection.labels().required()));
  }

  /** The pods that are bound to a node, in order of namespace and name. */
  public Collection<KubeObject> podsOn(String node) {
    return Collections.unmodifiableCollection(
        table(ResourceTypes.PODS).in("", new Group(Index.NODE, node)));
  }

  /** The pods that mount a claim of their namespace, in order of their names. */
  public List<KubeObject> podsMounting(KubeObject claim) {
    return List.copyOf(
        table(ResourceTypes.PODS).in(claim.namespace(), new Group(Index.CLAIM, claim.name())));
  }

  /** The services that have a cluster IP, in order of namespace and name. */
  public Collection<KubeObject> servicesAt(String clusterIp) {
    return table(ResourceTypes.SERVICES).in("", new Group(Index.CLUSTER_IP, clusterIp));
  }

  /** The services that have a node port, for a port or for health checks. */
  public Collection<KubeObject> servicesOn(int nodePort) {
    return table(ResourceTypes.SERVICES)
        .in("", new Group(Index.NODE_PORT, Integer.toString(nodePort)));
  }

  /** All node ports that services have. */
  public IntStream nodePorts() {
    return table(ResourceTypes.SERVICES).values(Index.NODE_PORT).stream()
        .mapToInt(Integer::parseInt);
  }

  /** The objects of a namespace that an owner controls, in order of their names. */
  public List<KubeObject> listControlledBy(ResourceType type, String namespace, String uid) {
    return List.copyOf(table(type).in(namespace, new Group(Index.CONTROLLER, uid)));
  }

  /**
   * The objects of a namespace that nothing controls and a selector matches, in order of their
   * names.
   */
  public List<KubeObject> listOrphans(ResourceType type, String namespace, LabelSelector selector) {
    Stream<Group> groups =
        Stream.concat(
            Stream.of(new Group(Index.CONTROLLER, "")), Group.ofLabels(selector.required()));
    return table(type).candidates(namespace, groups).stream()
        .filter(object -> object.controllerUid().isEmpty() && selector.matches(object.labels()))
        .toList();
  }

  /**
   * The objects of a type whose {@code spec.selector} matches an object of their namespace, in
   * order of their names.
   */
  public List<KubeObject> listSelecting(ResourceType type, KubeObject object) {
    ObjectTable table = table(type);
    return Stream.concat(Stream.of(""), Index.labels(object.labels()).stream())
        .map(label -> table.in(object.namespace(), new Group(Index.SELECTOR, label)))
        .flatMap(Collection::stream)
        .filter(selecting -> LabelSelector.of(selecting).matches(object.labels()))
        .sorted(Comparator.comparing(KubeObject::name))
        .toList();
  }

  /** Like {@link #list(ResourceType, String)}, at a revision that is not compacted. */
  public Collection<KubeObject> list(ResourceType type, String namespace, long revision) {
    if (revision >= this.revision) {
      return list(type, namespace);
    }
    NavigableMap<ObjectTable.Key, KubeObject> past = new TreeMap<>();
    list(type, namespace).forEach(object -> past.put(ObjectTable.Key.of(object), object));
    Iterator<StoredChange> backwards = history.backwards();
    while (backwards.hasNext()) {
      StoredChange change = backwards.next();
      if (change.revision() <= revision) {
        break;
      }
      if (change.isOf(type)
          && (namespace.isEmpty() || change.last().namespace().equals(namespace))) {
        undo(change, past);
      }
    }
    return past.values();
  }

  /** Writes an object and returns it with its new resourceVersion. */
  public KubeObject put(ResourceType type, KubeObject object) {
    ObjectTable.Key key = ObjectTable.Key.of(object);
    KubeObject before = table(type).get(key);
    KubeObject after = versioned(object, before);
    table(type).put(key, after);
    space.replace(before, after);
    record(new StoredChange(revision, type, before, after, after));
    return after;
  }

  /** Removes an object, if it exists, and returns its last state. */
  public Optional<KubeObject> remove(ResourceType type, String namespace, String name) {
    KubeObject before = table(type).remove(new ObjectTable.Key(namespace, name));
    if (before == null) {
      return Optional.empty();
    }
    KubeObject last = versioned(before, before);
    space.replace(before, null);
    record(new StoredChange(revision, type, before, null, last));
    return Optional.of(last);
  }

  /**
   * The changes after a revision, oldest first; the revision must not be before the compacted one.
   */
  public List<StoredChange> changesAfter(long since) {
    return history.after(since);
  }

  /** Calls back during each write from now on; the callback must not write. */
  public Runnable subscribe(Consumer<StoredChange> listener) {
    return subscriptions.add(listener);
  }

  /** Like {@link #subscribe(Consumer)}, but may skip changes that a selection excludes. */
  public Runnable subscribe(Selection selection, Consumer<StoredChange> listener) {
    return subscriptions.add(selection, listener);
  }

  private static void undo(StoredChange change, NavigableMap<ObjectTable.Key, KubeObject> table) {
    ObjectTable.Key key = ObjectTable.Key.of(change.last());
    if (change.before() == null) {
      table.remove(key);
    } else {
      table.put(key, change.before());
    }
  }

  private void record(StoredChange change) {
    history.add(change);
    subscriptions.tell(change);
  }

  private KubeObject versioned(KubeObject object, @Nullable KubeObject before) {
    revision++;
    ObjectNode json = Json.object();
    json.setAll(object.json());
    ObjectNode metadata = json.putObject("metadata");
    object.at("/metadata").properties().forEach(e -> metadata.set(e.getKey(), e.getValue()));
    metadata.put("resourceVersion", Long.toString(revision));
    return KubeObject.of((ObjectNode) trees.share(json, before == null ? null : before.json()));
  }

  private ObjectTable table(ResourceType type) {
    return tables.computeIfAbsent(type.storedPlural(), absent -> new ObjectTable());
  }
}

package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.admission.policy.AdmissionPolicies;
import dev.cnilab.cluster.apiserver.admission.policy.MutatingPolicies;
import dev.cnilab.cluster.apiserver.admission.policy.Parameters;
import dev.cnilab.cluster.apiserver.admission.webhook.RandomDraws;
import dev.cnilab.cluster.apiserver.admission.webhook.WebhookCaller;
import dev.cnilab.cluster.apiserver.admission.webhook.Webhooks;
import dev.cnilab.cluster.apiserver.authorization.BootstrapTokens;
import dev.cnilab.cluster.apiserver.authorization.BoundTokens;
import dev.cnilab.cluster.apiserver.authorization.Escalation;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.authorization.Tokens;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.connection.stream.Outage;
import dev.cnilab.cluster.apiserver.custom.Extensions;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.Kubelets;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.apiserver.registry.write.Compaction;
import dev.cnilab.cluster.apiserver.registry.write.EventExpiry;
import dev.cnilab.cluster.apiserver.registry.write.Writes;
import dev.cnilab.cluster.apiserver.storage.Broadcasts;
import dev.cnilab.cluster.apiserver.storage.EtcdAccess;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Everything behind the API, regardless of how requests arrive. */
public final class ApiCore {
  /** The most recent changes that are kept. */
  private static final int HISTORY = 2000;

  private final EventLoop loop;
  private final ObjectStore store;
  private final Broadcasts broadcasts;
  private final ServedResources resources = new ServedResources();
  private final ObjectMetadata metadata;
  private final Registry registry;
  private final Deletion deletion;
  private final Patches patches;
  private final Subresources subresources;
  private final Tokens tokens = new Tokens();
  private final BoundTokens boundTokens;
  private final BootstrapTokens bootstrapTokens;
  private final Rbac rbac;
  private final Reviews reviews;
  private final Extensions extensions = new Extensions();
  private final EventExpiry events;
  private final Compaction compaction;
  private final AddressRecords addresses;
  private final ServerNetwork network = new ServerNetwork();
  private final EtcdAccess etcd = new EtcdAccess();
  private final WebhookCaller webhooks;
  private final ServerEgress egress;
  private final RandomDraws draws;
  private Kubelets kubelets = ApiCore::unknown;
  private final OpenStreams streams = new OpenStreams();
  private final Outage outage = new Outage(streams);

  /** An empty core with unguessable tokens. */
  public ApiCore(EventLoop loop) {
    this(loop, new SecureRandom());
  }

  /**
   * An empty core.
   *
   * @param secrets the source of values that must be unguessable
   */
  public ApiCore(EventLoop loop, RandomGenerator secrets) {
    this.loop = loop;
    this.store = new ObjectStore(HISTORY, loop::report);
    this.broadcasts = new Broadcasts(loop, store);
    this.rbac = new Rbac(store);
    this.webhooks = new WebhookCaller(network, store, loop);
    this.draws = new RandomDraws(loop.random());
    this.metadata = new ObjectMetadata(loop, draws);
    this.boundTokens = new BoundTokens(store, loop::now, key(secrets));
    this.bootstrapTokens = new BootstrapTokens(store, loop::now);
    Strategies strategies = new Strategies(store, draws, () -> metadata.timestamp(0));
    Writes writes = new Writes(store);
    this.events = new EventExpiry(loop, writes);
    this.compaction = new Compaction(loop, store);
    Parameters parameters = new Parameters(store, resources::all);
    AdmissionPolicies policies = new AdmissionPolicies(store, parameters, rbac);
    Webhooks validatingWebhooks = Webhooks.validating(store, rbac);
    Intake intake = new Intake(resources);
    this.reviews = new Reviews(intake, rbac, tokens, boundTokens, () -> metadata.timestamp(0));
    Admissions admissions =
        new Admissions(
            AdmissionPlugins.completing(store, metadata::generateName),
            AdmissionPlugins.validating(store, rbac, policies),
            new MutatingPolicies(store, parameters, rbac),
            Webhooks.mutating(store, rbac),
            validatingWebhooks,
            intake);
    this.egress =
        new ServerEgress(
            loop,
            network,
            node -> kubelets.connect(node),
            streams,
            new StreamAdmission(policies, validatingWebhooks, webhooks));
    this.registry =
        new Registry(
            store, writes, metadata, resources, strategies::of, admissions, new Escalation(rbac));
    this.addresses = new AddressRecords(loop, registry, writes);
    this.deletion = new Deletion(writes, metadata, strategies::of, admissions);
    this.subresources =
        new Subresources(
            resources,
            registry,
            new PodEviction(
                registry, deletion, new DisruptionBudgets(store, registry, metadata), metadata),
            metadata,
            new TokenRequests(store, boundTokens),
            loop::now);
    this.patches = new Patches(registry, intake, subresources, metadata);
    loop.execute(this::followTime);
  }

  /** The key that signs service accounts' tokens. */
  private static byte[] key(RandomGenerator secrets) {
    byte[] key = new byte[32];
    secrets.nextBytes(key);
    return key;
  }

  private void followTime() {
    rbac.follow();
    store.subscribe(events::onChange);
    store.subscribe(addresses::onChange);
    compaction.start();
  }

  /** The random numbers that requests draw. */
  public RandomDraws draws() {
    return draws;
  }

  public EventLoop loop() {
    return loop;
  }

  public ObjectStore store() {
    return store;
  }

  /** The watches of the cluster's own parts. */
  public Broadcasts broadcasts() {
    return broadcasts;
  }

  public ServedResources resources() {
    return resources;
  }

  public Registry registry() {
    return registry;
  }

  public Deletion deletion() {
    return deletion;
  }

  public Patches patches() {
    return patches;
  }

  public Subresources subresources() {
    return subresources;
  }

  public Extensions extensions() {
    return extensions;
  }

  public Outage outage() {
    return outage;
  }

  /** Tokens of users without a service account: the administrator's. */
  public Tokens tokens() {
    return tokens;
  }

  /** Service account tokens. */
  public BoundTokens boundTokens() {
    return boundTokens;
  }

  public BootstrapTokens bootstrapTokens() {
    return bootstrapTokens;
  }

  /** The user of a token now. On the loop only. */
  public Optional<User> authenticate(String token) {
    return tokens
        .user(token)
        .or(() -> boundTokens.user(token))
        .or(() -> bootstrapTokens.user(token));
  }

  public Rbac rbac() {
    return rbac;
  }

  public Reviews reviews() {
    return reviews;
  }

  /** Whether what is stored may be read and written. */
  public EtcdAccess etcd() {
    return etcd;
  }

  /** How streams get to nodes, pods and Services. */
  public ServerEgress egress() {
    return egress;
  }

  /** Calls webhooks. */
  public WebhookCaller webhooks() {
    return webhooks;
  }

  /** Sets how kubelets are reached; none can be reached before. */
  public void reach(Kubelets way) {
    kubelets = way;
  }

  private static KubeletEndpoint unknown(String node) {
    throw ApiErrors.notFound(ResourceTypes.NODES, node);
  }
}

package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.iptables.KubeletChains;
import dev.cnilab.cluster.kubelet.admission.EarlierPods;
import dev.cnilab.cluster.kubelet.admission.NodeFit;
import dev.cnilab.cluster.kubelet.admission.PodAdmission;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.container.PodCgroups;
import dev.cnilab.cluster.kubelet.environment.Environment;
import dev.cnilab.cluster.kubelet.eviction.Evictions;
import dev.cnilab.cluster.kubelet.eviction.NodePressure;
import dev.cnilab.cluster.kubelet.eviction.PodEvictor;
import dev.cnilab.cluster.kubelet.lifetime.ActiveDeadline;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.node.NodeReporter;
import dev.cnilab.cluster.kubelet.node.RuntimeState;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.probe.ProbeManager;
import dev.cnilab.cluster.kubelet.probe.Probers;
import dev.cnilab.cluster.kubelet.resize.ContainerLimits;
import dev.cnilab.cluster.kubelet.resize.Resizing;
import dev.cnilab.cluster.kubelet.resize.ResourceAllocations;
import dev.cnilab.cluster.kubelet.runtime.ContainerGarbageCollector;
import dev.cnilab.cluster.kubelet.runtime.LogRotation;
import dev.cnilab.cluster.kubelet.runtime.PodRuntime;
import dev.cnilab.cluster.kubelet.runtime.RuntimeParts;
import dev.cnilab.cluster.kubelet.server.KubeletFacts;
import dev.cnilab.cluster.kubelet.server.KubeletServer;
import dev.cnilab.cluster.kubelet.server.access.DelegatedAuth;
import dev.cnilab.cluster.kubelet.source.MirrorPods;
import dev.cnilab.cluster.kubelet.source.StaticPods;
import dev.cnilab.cluster.kubelet.status.PodStatuses;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.kubelet.status.container.ReasonCache;
import dev.cnilab.cluster.kubelet.volume.EarlyMounts;
import dev.cnilab.cluster.kubelet.volume.Volumes;
import dev.cnilab.cluster.kubelet.worker.PodWorkers;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One run of a kubelet, from its start to its end. On the loop only. */
final class Kubelet implements AutoCloseable {
  private static final Duration GARBAGE_PERIOD = Duration.ofMinutes(1);
  private static final Duration STATUS_RESEND_PERIOD = Duration.ofSeconds(10);

  private final Lifetime lifetime;
  private final ApiClient client;
  private final CriRuntime runtime;
  private final KubeletConfig config;
  private final Klog log;
  private final Informer services;
  private final NodeReporter reporter;
  private final StatusPublisher publisher;
  private final PodStatuses statuses;
  private final ContainerGarbageCollector garbage;
  private final LogRotation logs;
  private final Evictions evictions;
  private final PodWorkers workers;
  private final ResourceAllocations allocations = new ResourceAllocations();
  private final PodEvents events;
  private final MirrorPods mirrors;
  private final StaticPods staticPods;
  private final KubeletServer server;
  private final Runnable chains;
  private Runnable endOfEvents = () -> {};

  Kubelet(
      KubeletConfig config,
      ApiConnection connection,
      CriRuntime runtime,
      Process process,
      ServingIdentity identity,
      Klog log) {
    this.config = config;
    KubeletClients clients = new KubeletClients(connection, log);
    this.client = clients.patient();
    ApiClient impatient = clients.impatient();
    this.runtime = runtime;
    this.log = log;
    this.lifetime = new Lifetime(process.machine().clock());
    MountNamespace files = process.files();
    NodeContext node = config.facts();
    InstantSource clock = process::now;
    EventRecorder recorder =
        new EventRecorder(impatient, process.machine().clock(), "kubelet", node.nodeName());
    RuntimeState state = new RuntimeState(lifetime, runtime, log, config.requestTimeout());
    LoggedRuntime logged = new LoggedRuntime(lifetime, runtime, log, config.requestTimeout());
    ReasonCache reasons = new ReasonCache();
    Volumes volumes = new Volumes(client, impatient, process.machine(), recorder, log, node);
    this.services = Informer.of(client, ResourceTypes.SERVICES);
    this.reporter =
        new NodeReporter(
            lifetime,
            clients.heartbeat(),
            config.node(),
            config.bootId(),
            config.reporting(),
            runtime,
            process.network(),
            state,
            this::pressures,
            recorder,
            log);
    this.publisher = new StatusPublisher(impatient, log, this::mayStillRun);
    this.garbage = new ContainerGarbageCollector(logged, files, log, this::isGone);
    this.logs = new LogRotation(lifetime, logged, files, config.logs(), log);
    ProbeManager probes =
        new ProbeManager(
            lifetime, runtime, new Probers(runtime, process, node.nodeIp()), recorder, this::wake);
    Environment environment = new Environment(impatient, services::list, node);
    PodRuntime pods =
        new RuntimeParts(
                lifetime,
                impatient,
                logged,
                files,
                process.network(),
                new PodCgroups(process.machine().cgroup(), config.podPids()),
                node,
                volumes,
                environment,
                recorder,
                log)
            .assemble(probes, reasons, this::isTerminationRequested);
    this.statuses = new PodStatuses(runtime, files, reasons, probes, node.nodeIp(), clock);
    this.mirrors = new MirrorPods(lifetime, impatient, node.nodeName(), log);
    NodeFit fit =
        new NodeFit(new EarlierPods(this::activePods), allocations::allocated, node, impatient);
    PodSyncer syncer =
        new PodSyncer(
            lifetime,
            runtime,
            state,
            statuses,
            publisher,
            volumes,
            new EarlyMounts(lifetime, volumes),
            probes,
            pods,
            garbage,
            mirrors,
            recorder,
            new PodAdmission(this::shortage, fit, config.sysctls()),
            new Resizing(allocations, fit, new ContainerLimits(node), recorder, clock, this::wake),
            new ActiveDeadline(lifetime, this::wake),
            this::isTerminationRequested);
    this.workers = new PodWorkers(lifetime, syncer, log);
    this.evictions =
        new Evictions(
            lifetime,
            runtime,
            files,
            process.machine().cgroup().memory(),
            config.node().reserve().thresholds(),
            workers::active,
            new PodEvictor(config.node().name(), recorder, statuses, publisher, workers, garbage));
    this.events =
        new PodEvents(
            lifetime,
            logged,
            workers,
            volumes,
            publisher,
            reasons,
            garbage,
            config.evented() ? new Pleg.Evented() : Pleg.Generic.start(lifetime, logged, log));
    this.staticPods =
        new StaticPods(
            lifetime,
            files,
            config.staticPodPath(),
            node.nodeName(),
            log,
            events::add,
            events::remove);
    this.chains = config.chains() ? new KubeletChains(process.network())::close : () -> {};
    this.server =
        new KubeletServer(
            lifetime,
            runtime,
            files,
            new KubeletFacts(config.document(), events::all),
            publisher,
            new DelegatedAuth(
                config.access(), identity.callers(), node.nodeName(), clients.review(), clock),
            identity.certificate(),
            log);
  }

  void start() {
    log.info("server.go:545", "Kubelet version", "kubeletVersion", NodeConfig.KUBELET_VERSION);
    boolean hasStaticPods = !config.staticPodPath().isEmpty();
    if (hasStaticPods) {
      log.info("kubelet.go:389", "Adding static pod path", "path", config.staticPodPath());
    }
    log.info("kubelet.go:2673", "Starting kubelet main sync loop");
    reporter.start();
    if (hasStaticPods) {
      lifetime.spawn("mirror-pods", () -> mirrors.ensureOnceRegistered(events::all));
      staticPods.start();
    }
    events.follow(
        Informer.of(
            client,
            ResourceTypes.PODS,
            "",
            ListOptions.fields("spec.nodeName=" + config.node().name())));
    endOfEvents = runtime.onEvent(this::onRuntimeEvent);
    lifetime.after(
        GARBAGE_PERIOD,
        () ->
            lifetime.every(
                GARBAGE_PERIOD, () -> lifetime.spawn("garbage collector", garbage::collect)));
    logs.start();
    evictions.start();
    lifetime.every(STATUS_RESEND_PERIOD, publisher::resend);
  }

  /** Serves connections to its port. */
  void serve(Process process, TcpListener port, Handover<KubeletService> handover) {
    server.serve(process, port, handover);
    log.info(
        "server.go:196",
        "Starting to listen",
        "address",
        config.address().toString(),
        "port",
        NodeConfig.KUBELET_PORT);
  }

  @Override
  public void close() {
    lifetime.close();
    endOfEvents.run();
    events.close();
    services.close();
    staticPods.close();
    server.close();
    chains.run();
  }

  private void onRuntimeEvent(ContainerEvent event) {
    if (!lifetime.isOver()) {
      events.onRuntimeEvent(event);
      server.onRuntimeEvent();
    }
  }

  private List<NodePressure> pressures() {
    return evictions.pressures();
  }

  private List<Pod> activePods() {
    return workers.active();
  }

  private Optional<String> shortage(Pod pod) {
    return evictions.refusal(pod);
  }

  private boolean mayStillRun(String podUid) {
    return workers.mayStillRun(podUid);
  }

  private boolean isGone(String podUid) {
    return events.isGone(podUid);
  }

  private boolean isTerminationRequested(String podUid) {
    return lifetime.isOver() || workers.isTerminationRequested(podUid);
  }

  private void wake(String podUid) {
    workers.wake(podUid);
  }
}

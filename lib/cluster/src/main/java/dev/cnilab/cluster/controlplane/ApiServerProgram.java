package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.http.WireApi;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.controlplane.component.ComponentFlags;
import dev.cnilab.cluster.controlplane.etcd.EtcdConnection;
import dev.cnilab.cluster.controlplane.etcd.EtcdService;
import dev.cnilab.cluster.controlplane.etcd.EtcdUrl;
import dev.cnilab.cluster.image.http.HttpConversation;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.LineListener;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** {@code kube-apiserver}: the API on the control plane's port 6443, over TLS. */
public final class ApiServerProgram implements EventProgram {
  private static final int PORT = 6443;

  /** Go raises its limit to the hard limit, which containerd's containers have from systemd. */
  private static final int OPEN_FILES = 524_288;

  /** As long as a server waits for etcd when it starts. */
  private static final Duration ETCD_PATIENCE = Duration.ofSeconds(20);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final WireApi api;
  private final ApiServer server;
  private final Handover<ApiService> handover;
  private final Handover<EtcdService> etcd;
  private final List<MaintainedObject> upkeep;

  /**
   * A program that serves an API.
   *
   * @param etcd how it reaches etcd
   * @param upkeep what it maintains while it runs
   */
  ApiServerProgram(
      WireApi api,
      ApiServer server,
      Handover<ApiService> handover,
      Handover<EtcdService> etcd,
      List<MaintainedObject> upkeep) {
    this.api = api;
    this.server = server;
    this.handover = handover;
    this.etcd = etcd;
    this.upkeep = List.copyOf(upkeep);
  }

  @Override
  public void begin(Process process) {
    process.descriptors().setLimit(OPEN_FILES);
    process.signals().handle(Signal.TERM, () -> process.end(0));
    process.signals().handle(Signal.INT, () -> process.end(0));
    ComponentFlags.read(process, "kube-apiserver").ifPresent(flags -> begin(process, flags));
  }

  private void begin(Process process, Given flags) {
    Klog log = new Klog(process::now, process.pidInside(), process.err()::println);
    ServerFiles files = new ServerFiles(process, flags);
    ServerCertificate certificate;
    Credential credential;
    EtcdService.EtcdClient client;
    try {
      requireFlags(flags);
      files.requireSigningKey();
      certificate = certificate(process, files, flags);
      files.requireRest();
      requireOwnAddress(process, flags);
      client = etcdClient(files, flags);
      credential = credential(files, flags);
    } catch (IOException unusable) {
      log.failure("run.go:72", unusable.getMessage(), "command failed");
      process.end(1);
      return;
    }
    EtcdConnection connection =
        new EtcdConnection(
            process,
            EtcdUrl.all(flags.find("etcd-servers").orElse("")),
            client,
            etcd,
            why -> log.plainWarning("logging.go:55", why));
    api.storeThrough(connection::answers);
    api.acceptBootstrapTokens(flags.isSet("enable-bootstrap-token-auth", false));
    whenStored(
        process,
        connection::answers,
        process.now().plus(ETCD_PATIENCE),
        () -> serve(process, certificate, credential));
  }

  /** Goes on once etcd answers; ends if it takes too long. */
  private static void whenStored(
      Process process, BooleanSupplier etcd, Instant end, Runnable then) {
    if (!process.isAlive()) {
      return;
    } else if (etcd.getAsBoolean()) {
      then.run();
    } else if (process.now().isAfter(end)) {
      new Klog(process::now, process.pidInside(), process.err()::println)
          .failure(
              "run.go:72",
              "error creating storage factory: etcd grpc connection not ready: context deadline"
                  + " exceeded",
              "command failed");
      process.end(1);
    } else {
      process.loop().schedule(BETWEEN_LOOKS, () -> whenStored(process, etcd, end, then));
    }
  }

  private void serve(Process process, ServerCertificate certificate, Credential credential) {
    api.serveFrom(process, credential);
    upkeep.forEach(each -> each.goOnIn(process));
    Tls tls = new Tls(certificate);
    LineListener.serve(
        process,
        LineListener.listen(process, Ipv4Address.ANY, PORT),
        new ServedApi(server, certificate),
        handover,
        (connection, hello) -> serve(process, connection, hello, tls));
  }

  /** Checks the required flags, in the order in which a real server does. */
  private static void requireFlags(Given flags) throws IOException {
    List<String> missing = new ArrayList<>();
    if (flags.find("etcd-servers").isEmpty()) {
      missing.add("--etcd-servers must be specified");
    }
    if (flags.find("service-account-issuer").isEmpty()) {
      missing.add("service-account-issuer is a required flag");
    }
    boolean signs = flags.find("service-account-signing-key-file").isPresent();
    if (!signs && flags.find("service-account-issuer").isEmpty()) {
      missing.add(
          "--service-account-signing-key-file and --service-account-issuer are required flags");
    } else if (!signs || flags.find("service-account-issuer").isEmpty()) {
      missing.add(
          "--service-account-signing-key-file, --service-account-issuer, and --api-audiences should"
              + " be specified together");
    }
    if (!missing.isEmpty()) {
      String all = String.join(", ", missing);
      throw new IOException(missing.size() == 1 ? all : "[" + all + "]");
    }
  }

  /** The credential it uses with kubelets; anonymous without the flags. */
  private static Credential credential(ServerFiles files, Given flags) throws IOException {
    Optional<String> certificate = flags.find("kubelet-client-certificate");
    Optional<String> key = flags.find("kubelet-client-key");
    if (certificate.isEmpty() || key.isEmpty()) {
      return new Credential.Anonymous();
    }
    try {
      return new Credential.Certificate(files.text(certificate.get()) + files.text(key.get()));
    } catch (IOException unreadable) {
      throw new IOException(
          "problem initializing API group \"\": " + unreadable.getMessage(), unreadable);
    }
  }

  /** What it shows etcd, and whom it trusts as etcd. */
  private static EtcdService.EtcdClient etcdClient(ServerFiles files, Given flags)
      throws IOException {
    String certificate = flags.find("etcd-certfile").orElse("");
    String key = flags.find("etcd-keyfile").orElse("");
    try {
      if (certificate.isEmpty() != key.isEmpty()) {
        throw new IOException(
            "KeyFile and CertFile must both be present[key: %s, cert: %s]"
                .formatted(key, certificate));
      }
      String shown = certificate.isEmpty() ? "" : files.text(certificate);
      if (!certificate.isEmpty()) {
        ServerCertificate.read(shown, files.text(key));
      }
      Optional<String> authority = flags.find("etcd-cafile");
      return new EtcdService.EtcdClient(
          authority.isPresent() ? files.text(authority.get()) : "", shown);
    } catch (IOException unusable) {
      throw new IOException("error creating storage factory: " + unusable.getMessage(), unusable);
    }
  }

  /** What it publishes is an address of its node. */
  private static void requireOwnAddress(Process process, Given flags) throws IOException {
    Optional<String> wanted = flags.find("advertise-address");
    boolean own =
        wanted.isEmpty()
            || process.network().links().all().stream()
                .flatMap(link -> link.addresses().stream())
                .anyMatch(address -> address.address().toString().equals(wanted.get()));
    if (!own) {
      throw new IOException(
          "--advertise-address "
              + wanted.get()
              + " is not modelled here: it has to be an address of the node");
    }
  }

  /** Its certificate; without the flags it generates one. */
  private static ServerCertificate certificate(Process process, ServerFiles files, Given flags)
      throws IOException {
    Optional<String> certificate = flags.find("tls-cert-file");
    Optional<String> key = flags.find("tls-private-key-file");
    return certificate.isEmpty() || key.isEmpty()
        ? ServerCertificate.create(
            new ServerCertificate.Names("kube-apiserver", List.of("localhost"), List.of()),
            process.loop().random(),
            process.now())
        : files.pair("tls-cert-file", "tls-private-key-file", "serving-cert");
  }

  /** Created for the first client, as most clusters never have one. */
  private static final class Tls {
    private final ServerCertificate certificate;
    private @Nullable SSLContext context;

    Tls(ServerCertificate certificate) {
      this.certificate = certificate;
    }

    SSLContext context() {
      SSLContext known = context;
      if (known == null) {
        known = certificate.sslContext();
        context = known;
      }
      return known;
    }
  }

  private void serve(Process process, TcpConnection connection, Bytes hello, Tls tls) {
    new HttpConversation(process, "", this::response).holdSecure(connection, hello, tls.context());
  }

  private HttpResponse response(HttpRequest request) {
    WireApi.Answer answer = api.answer(request);
    return new HttpResponse(
            answer.code(),
            HttpStatus.getMessage(answer.code()),
            answer.contentType(),
            answer.body())
        .withHeader("Cache-Control", "no-cache, private");
  }
}

package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.http.WireApi;
import dev.cnilab.cluster.apiserver.tls.ServerCertificate;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.client.connection.Credential;
import dev.cnilab.cluster.image.http.HttpConversation;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.LineListener;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.Endpoint;
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
  private final List<Upkeep> upkeep;

  /**
   * A program that serves an API.
   *
   * @param upkeep what it maintains while it runs
   */
  public ApiServerProgram(
      WireApi api, ApiServer server, Handover<ApiService> handover, List<Upkeep> upkeep) {
    this.api = api;
    this.server = server;
    this.handover = handover;
    this.upkeep = List.copyOf(upkeep);
  }

  @Override
  public void begin(Process process) {
    process.descriptors().setLimit(OPEN_FILES);
    process.onSignal(Signal.TERM, () -> process.end(0));
    process.onSignal(Signal.INT, () -> process.end(0));
    Flags.read(process, "kube-apiserver").ifPresent(flags -> begin(process, flags));
  }

  private void begin(Process process, Given flags) {
    ServerCertificate certificate;
    Credential credential;
    try {
      requireFlags(flags);
      certificate = certificate(process, flags);
      requireAuthority(process, flags);
      requireOwnAddress(process, flags);
      credential = credential(process, flags);
    } catch (IOException unusable) {
      new Klog(process::now, process.pidInside(), process.err()::println)
          .failure("run.go:72", unusable.getMessage(), "command failed");
      process.end(1);
      return;
    }
    List<Endpoint> servers = Etcd.endpoints(flags.find("etcd-servers").orElse(""));
    NetworkNamespace network = process.network();
    BooleanSupplier etcd = () -> Etcd.listens(servers, network);
    api.storeThrough(etcd);
    whenStored(
        process,
        etcd,
        process.now().plus(ETCD_PATIENCE),
        () -> serve(process, certificate, credential));
  }

  /** Goes on once etcd listens; ends if it takes too long. */
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
    boolean issuer = flags.find("service-account-issuer").isPresent();
    if (!issuer) {
      missing.add("service-account-issuer is a required flag");
    }
    if (!issuer || flags.find("service-account-signing-key-file").isEmpty()) {
      missing.add(
          "--service-account-signing-key-file and --service-account-issuer are required flags");
    }
    if (!missing.isEmpty()) {
      String all = String.join(", ", missing);
      throw new IOException(missing.size() == 1 ? all : "[" + all + "]");
    }
  }

  /** The credential it uses with kubelets; anonymous without the flags. */
  private static Credential credential(Process process, Given flags) throws IOException {
    Optional<String> certificate = flags.find("kubelet-client-certificate");
    Optional<String> key = flags.find("kubelet-client-key");
    return certificate.isEmpty() || key.isEmpty()
        ? new Credential.Anonymous()
        : new Credential.Certificate(text(process, certificate.get()) + text(process, key.get()));
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

  /** The authority of its clients' certificates must be there, as a real server reads it. */
  private static void requireAuthority(Process process, Given flags) throws IOException {
    Optional<String> path = flags.find("client-ca-file");
    if (path.isPresent() && text(process, path.get()).isEmpty()) {
      throw new IOException(
          "missing content for CA bundle \"client-ca-bundle::" + path.get() + "\"");
    }
  }

  /** Its certificate; without the flags it generates one. */
  private static ServerCertificate certificate(Process process, Given flags) throws IOException {
    Optional<String> certificate = flags.find("tls-cert-file");
    Optional<String> key = flags.find("tls-private-key-file");
    return certificate.isEmpty() || key.isEmpty()
        ? ServerCertificate.create(
            new ServerCertificate.Names("kube-apiserver", List.of("localhost"), List.of()),
            process.loop().random(),
            process.now())
        : ServerCertificate.read(text(process, certificate.get()), text(process, key.get()));
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

  private static String text(Process process, String path) throws IOException {
    try {
      return process.files().readText(path);
    } catch (IOException unreadable) {
      throw new IOException(GoText.pathError("open", path, unreadable), unreadable);
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

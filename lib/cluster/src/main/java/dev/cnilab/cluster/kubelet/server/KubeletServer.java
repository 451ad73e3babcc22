package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.http.HttpConversation;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.server.access.DelegatedAuth;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.LineListener;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A kubelet's port 10250: direct connections for the API server, HTTPS for everyone. */
public final class KubeletServer implements KubeletService, AutoCloseable {
  private final DelegatedAuth access;
  private final KubeletFacts facts;
  private final NodeStreams streams;
  private final KubeletApi api;
  private final ServerCertificate certificate;
  private final Klog log;

  /** Created for the first HTTPS client, as most kubelets never have one. */
  private @Nullable SSLContext context;

  /** A server for the pods of a node. */
  public KubeletServer(
      Lifetime lifetime,
      CriRuntime runtime,
      MountNamespace files,
      KubeletFacts facts,
      StatusPublisher publisher,
      DelegatedAuth access,
      ServerCertificate certificate,
      Klog log) {
    this.access = access;
    this.facts = facts;
    this.streams = new NodeStreams(lifetime, runtime, files, facts::pod, publisher);
    this.api =
        new KubeletApi(facts, runtime, publisher, streams, new LogDirectory(files), lifetime);
    this.certificate = certificate;
    this.log = log;
  }

  /** Serves connections to a port on which the process listens. */
  public void serve(Process process, TcpListener port, Handover<KubeletService> handover) {
    LineListener.serve(
        process, port, this, handover, (connection, hello) -> serve(process, connection, hello));
  }

  private void serve(Process process, TcpConnection connection, Bytes hello) {
    new HttpConversation(process, "", request -> answer(request, connection))
        .holdSecure(connection, hello, context());
  }

  private SSLContext context() {
    SSLContext known = context;
    if (known == null) {
      known = certificate.sslContext();
      context = known;
    }
    return known;
  }

  private HttpResponse answer(HttpRequest request, TcpConnection connection) {
    Optional<String> token = request.bearer();
    Credential credential =
        token.isPresent() ? new Credential.Token(token.get()) : new Credential.Anonymous();
    return client(credential, connection).answer(request);
  }

  @Override
  public KubeletEndpoint client(Credential credential, TcpConnection connection) {
    return new AuthorizedKubelet(
        access,
        facts.handlers(),
        credential,
        streams,
        api,
        connection::isEnding,
        () -> logClosed(connection));
  }

  /** The command of a stream has ended: its WebSocket is closed under its reader. */
  private void logClosed(TcpConnection connection) {
    log.failure(
        "conn.go:353",
        GoNet.read(connection.local(), connection.peer(), "use of closed network connection"),
        "Error on socket receive");
  }

  /** Notifies followed logs that their container may have ended. */
  public void onRuntimeEvent() {
    streams.onRuntimeEvent();
  }

  @Override
  public void close() {
    streams.close();
  }
}

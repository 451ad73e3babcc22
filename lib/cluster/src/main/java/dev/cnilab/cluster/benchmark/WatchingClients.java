package dev.cnilab.cluster.benchmark;

import dev.cnilab.cluster.client.config.Kubeconfig;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Clients that all watch the ConfigMaps of a namespace, each on its own connection. They speak HTTP
 * directly: a client library's handling of events would dominate the measurement.
 */
final class WatchingClients implements AutoCloseable {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final long PATIENCE_SECONDS = 60;

  private final URI server;
  private final String token;
  private final SSLContext tls;
  private final HttpClient writer;
  private final int number;
  private final List<Socket> open = new ArrayList<>();
  private volatile CountDownLatch untold;
  private volatile int eventBytes;

  private WatchingClients(Kubeconfig kubeconfig, int number)
      throws GeneralSecurityException, IOException {
    this.server = URI.create(kubeconfig.server());
    this.token = kubeconfig.token();
    this.tls = trusting(kubeconfig.authority());
    this.writer = HttpClient.newBuilder().sslContext(tls).build();
    this.number = number;
    untold = new CountDownLatch(number);
  }

  /** Opens a number of watches; each has received the one existing object. */
  static WatchingClients open(Kubeconfig kubeconfig, int number) throws Exception {
    WatchingClients watchers = new WatchingClients(kubeconfig, number);
    watchers.ask(
        "POST",
        MAPS,
        "application/json",
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"watched\"}}");
    for (int i = 0; i < number; i++) {
      Socket socket = watchers.watch(MAPS + "?watch=1&fieldSelector=metadata.name%3Dwatched");
      watchers.open.add(socket);
      Thread.startVirtualThread(() -> watchers.read(socket));
    }
    watchers.awaitAll();
    return watchers;
  }

  private static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    byte[] certificate = pem.getBytes(StandardCharsets.US_ASCII);
    trusted.setCertificateEntry(
        "cluster",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate)));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** The time from the request for a change until the last watcher has read the event. */
  long nanosToTellAll(int value) throws Exception {
    untold = new CountDownLatch(number);
    long begun = System.nanoTime();
    ask(
        "PATCH",
        MAPS + "/watched",
        "application/merge-patch+json",
        "{\"data\": {\"value\": \"" + value + "\"}}");
    awaitAll();
    return System.nanoTime() - begun;
  }

  int eventBytes() {
    return eventBytes;
  }

  private void awaitAll() throws InterruptedException {
    if (!untold.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          untold.getCount() + " watchers are told nothing in " + PATIENCE_SECONDS + " s");
    }
  }

  /** Sends a write over a connection that stays open. */
  private void ask(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    int status = writer.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status >= 300) {
      throw new IOException(method + " " + path + " was answered with " + status);
    }
  }

  private Socket watch(String path) throws IOException {
    Socket socket = tls.getSocketFactory().createSocket(server.getHost(), server.getPort());
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Counts a watch's lines that begin like an event; the others are headers and chunk sizes. */
  private void read(Socket socket) {
    try {
      BufferedReader lines = lines(socket);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          eventBytes = line.length();
          untold.countDown();
        }
      }
    } catch (IOException closed) {
      // A watcher that gets nothing is noticed by the count, if it still matters.
    }
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    writer.close();
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException notClosed) {
        throw new UncheckedIOException(notClosed);
      }
    }
  }
}

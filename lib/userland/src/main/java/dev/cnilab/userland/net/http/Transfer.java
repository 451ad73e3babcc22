package dev.cnilab.userland.net.http;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.TaskInterrupted;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.tls.ByteStream;
import dev.cnilab.userland.net.tls.Roots;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** One URL of a curl command, with the redirects it leads to. */
final class Transfer {
  private static final int MOST_REDIRECTS = 50;
  private static final long NANOS = 1_000_000;

  /** What curl still has to do between the last byte and closing the connection. */
  private static final Duration CLEANUP = Duration.ofNanos(300_000);

  private final Process process;
  private final EventLoop loop;
  private final CurlOptions options;
  private final String text;
  private final @Nullable String output;
  private final TransferRecord record;
  private final Progress progress;
  private final long began;
  private @Nullable Descriptor file;

  Transfer(Process process, CurlOptions options, int index) {
    this.process = process;
    this.loop = process.loop();
    this.options = options;
    this.text = options.urls().get(index);
    this.output = options.output(index);
    this.record = new TransferRecord(text, options.method(), output == null ? "" : output);
    this.began = loop.nanoTime();
    boolean meter =
        !options.isSilent()
            && !options.has("no-progress-meter")
            && !(output == null && process.out().isTerminal());
    this.progress = new Progress(process, meter);
  }

  int run() {
    int status = 0;
    try {
      transfer();
      progress.end(record, elapsed());
      closing();
    } catch (CurlFailure failed) {
      status = failed.status();
      record.failed(failed);
      progress.abort(record, elapsed());
      closing();
      if (options.tells()) {
        process.err().println("curl: (" + failed.status() + ") " + failed.text());
      }
    } finally {
      if (file != null) {
        file.close();
      }
    }
    record.total = elapsed();
    options
        .value("w")
        .ifPresent(
            format -> process.out().print(WriteOut.of(format, record, process.err()::println)));
    return status;
  }

  private void closing() {
    if (record.attempted) {
      say("* Closing connection 0");
    }
  }

  private long elapsed() {
    return loop.nanoTime() - began;
  }

  private void say(String line) {
    if (options.has("v")) {
      process.err().println(line);
    }
  }

  private long deadline() {
    long limit = options.millis("m");
    return limit == 0 ? Long.MAX_VALUE : began + limit * NANOS;
  }

  /** A handshake is part of connecting. */
  private static final long MOST_HANDSHAKE_NANOS = Duration.ofMinutes(5).toNanos();

  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

  private static final String NOT_VERIFIED =
      """
      SSL certificate problem: %s
      More details here: https://curl.se/docs/sslcerts.html

      curl failed to verify the legitimacy of the server and therefore could not
      establish a secure connection to it. To learn more about this situation and
      how to fix it, please visit the web page mentioned above.\
      """;

  private void transfer() throws CurlFailure {
    Url url = url(text);
    progress.begin();
    for (int redirects = 0; ; redirects++) {
      Optional<Url> next = exchange(url);
      if (next.isEmpty()) {
        return;
      }
      if (redirects == MOST_REDIRECTS) {
        throw new CurlFailure(47, "Maximum (" + MOST_REDIRECTS + ") redirects followed");
      }
      url = next.get();
      record.redirects++;
      record.effectiveUrl = url.scheme() + "://" + url.authority() + url.target();
    }
  }

  private static Url url(String text) throws CurlFailure {
    Url url =
        Url.parse(text)
            .orElseThrow(() -> new CurlFailure(3, "URL using bad/illegal format or missing URL"));
    if (!url.scheme().matches("https?|ftp")) {
      throw new CurlFailure(
          1, "Protocol \"" + url.scheme() + "\" not supported or disabled in libcurl");
    }
    return url;
  }

  /** One request and its response; returns where to go on. */
  private Optional<Url> exchange(Url url) throws CurlFailure {
    List<Ipv4Address> addresses = resolve(url);
    Connector connector = new Connector(process, options, record, this::say, began, deadline());
    try (TcpConnection connection = connector.connect(url, addresses)) {
      String peer = connection.peer().address() + ") port " + url.port();
      say("* Connected to " + url.host() + " (" + peer + " (#0)");
      record.connected(connection, elapsed());
      ByteStream stream =
          url.scheme().equals("https") ? secured(url, connection) : ByteStream.plain(connection);
      send(url, stream);
      Optional<Url> next = receive(url, stream);
      loop.sleep(CLEANUP);
      return next;
    } catch (ErrnoException failed) {
      throw new CurlFailure(56, "Recv failure: " + failed.errno().text());
    }
  }

  private ByteStream secured(Url url, TcpConnection connection) throws CurlFailure {
    try {
      long left = Math.clamp(deadline() - loop.nanoTime(), 0, MOST_HANDSHAKE_NANOS);
      TlsStream stream = TlsStream.client(connection, Duration.ofNanos(left));
      if (!options.has("k")) {
        verify(stream.certificate(), url.host());
      }
      return stream;
    } catch (SSLHandshakeException closed) {
      throw new CurlFailure(
          35,
          "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to "
              + (url.host() + ":" + url.port() + " "));
    } catch (SSLException noTls) {
      throw new CurlFailure(35, "error:0A00010B:SSL routines::wrong version number");
    }
  }

  private void verify(X509Certificate shown, String host) throws CurlFailure {
    Optional<String> objection = roots().objection(shown, process.now());
    if (objection.isPresent()) {
      throw new CurlFailure(60, NOT_VERIFIED.formatted(objection.get()));
    } else if (!Roots.isFor(shown, host)) {
      throw new CurlFailure(
          60,
          "SSL: no alternative certificate subject name matches target host name '" + host + "'");
    }
  }

  /** Those of {@code --cacert}, or of the system if it has any. */
  private Roots roots() throws CurlFailure {
    Optional<String> named = options.value("cacert");
    String path = named.orElse(BUNDLE);
    try {
      return Roots.of(process.files().readText(process.resolve(path)));
    } catch (IOException | CertificateException unusable) {
      if (named.isPresent()) {
        throw new CurlFailure(77, "error setting certificate file: " + path);
      }
      return Roots.none();
    }
  }

  /** The limits hold while a name is looked up, too: then the lookup is given up. */
  private List<Ipv4Address> resolve(Url url) throws CurlFailure {
    Optional<String> given = options.resolved(url.host(), url.port());
    if (given.isPresent()) {
      String entry = url.host() + ":" + url.port() + ":" + given.get();
      say("* Added " + entry + " to DNS cache");
      say("* Hostname " + url.host() + " was found in DNS cache");
    }
    String host = given.orElse(url.host());
    Task task = loop.currentTask();
    boolean[] late = new boolean[1];
    Timer limit =
        loop.schedule(
            Math.min(began + options.connectLimit() * NANOS, deadline()) - loop.nanoTime(),
            () -> {
              late[0] = true;
              task.interrupt();
            });
    try {
      return new Resolver(process).find(host).addresses();
    } catch (TaskInterrupted interrupted) {
      if (!late[0]) {
        throw interrupted;
      }
      String message = "Resolving timed out after " + millis() + " milliseconds";
      say("* " + message);
      record.attempted = true;
      throw new CurlFailure(28, message);
    } catch (LookupFailure unknown) {
      say("* Could not resolve host: " + url.host());
      record.attempted = true;
      throw new CurlFailure(6, "Could not resolve host: " + url.host());
    } finally {
      limit.cancel();
    }
  }

  private long millis() {
    return elapsed() / NANOS;
  }

  private void send(Url url, ByteStream connection) {
    options.value("u").ifPresent(user -> say("* Server auth using Basic with user '" + user(user)));
    StringBuilder request = new StringBuilder();
    String body = options.value("d").orElse("");
    String target = url.target();
    if (options.has("G") && !body.isEmpty()) {
      target += (target.contains("?") ? "&" : "?") + body;
      body = "";
    }
    request.append(options.method()).append(' ').append(target);
    request.append(options.has("0") ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    hostHeader(request, url);
    options.value("u").ifPresent(user -> header(request, "Authorization", basic(user)));
    options.value("r").ifPresent(range -> header(request, "Range", "bytes=" + range));
    header(request, "User-Agent", options.value("A").orElse("curl/7.88.1"));
    header(request, "Accept", "*/*");
    options.value("e").ifPresent(referer -> header(request, "Referer", referer));
    options.value("b").ifPresent(cookie -> header(request, "Cookie", cookie));
    options.headers().stream()
        .filter(line -> !line.endsWith(":") && !isHost(line))
        .forEach(line -> request.append(line).append("\r\n"));
    if (!body.isEmpty()) {
      header(request, "Content-Length", String.valueOf(body.length()));
      header(request, "Content-Type", "application/x-www-form-urlencoded");
    }
    request.append("\r\n");
    request.toString().lines().forEach(line -> say("> " + line));
    record.requested += request.length();
    connection.write(Bytes.of(request + body), Duration.ofMinutes(1));
    if (!body.isEmpty()) {
      say("} [" + body.length() + " bytes data]");
    }
  }

  /** The host is named first, also where {@code -H} names it. */
  private void hostHeader(StringBuilder request, Url url) {
    header(request, "Host", url.authority());
    options.headers().stream()
        .filter(line -> isHost(line) && !line.endsWith(":"))
        .forEach(line -> request.append(line).append("\r\n"));
  }

  private static boolean isHost(String line) {
    return line.regionMatches(true, 0, "Host:", 0, 5);
  }

  /** Adds a header unless one of {@code -H} replaces or removes it. */
  private void header(StringBuilder request, String name, String value) {
    boolean replaced =
        options.headers().stream()
            .anyMatch(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    if (!replaced) {
      request.append(name).append(": ").append(value).append("\r\n");
    }
  }

  /** The name before the password, and the closing quotation mark. */
  private static String user(String credentials) {
    return credentials.replaceFirst(":.*", "") + "'";
  }

  private static String basic(String user) {
    return "Basic "
        + java.util.Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Url> receive(Url url, ByteStream connection) throws CurlFailure {
    HttpStream stream = new HttpStream(loop, connection, deadline());
    ResponseHead head = null;
    try {
      head = stream.head().orElse(null);
      if (head == null) {
        say("* Empty reply from server");
        throw new CurlFailure(52, "Empty reply from server");
      }
      return respond(url, head, stream);
    } catch (HttpStream.NotHttp notHttp) {
      say("* Received HTTP/0.9 when not allowed");
      throw new CurlFailure(1, "Received HTTP/0.9 when not allowed");
    } catch (HttpStream.TimedOut late) {
      String known =
          head == null || head.contentLength().isEmpty()
              ? ""
              : "out of " + head.contentLength().getAsLong() + " ";
      String message =
          ("Operation timed out after " + millis() + " milliseconds with ")
              + (record.downloaded + " " + known + "bytes received");
      say("* " + message);
      throw new CurlFailure(28, message);
    }
  }

  private Optional<Url> respond(Url url, ResponseHead head, HttpStream stream)
      throws CurlFailure, HttpStream.TimedOut {
    record.head(head, elapsed());
    head.lines().forEach(line -> say("< " + line));
    say("< ");
    if (options.has("f") && head.status() >= 400) {
      throw new CurlFailure(22, "The requested URL returned error: " + head.status());
    }
    if (options.value("D").filter("-"::equals).isPresent()) {
      process.out().print(String.join("\r\n", head.lines()) + "\r\n\r\n");
    }
    if (options.has("i") || options.has("I")) {
      for (String line : head.lines()) {
        write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
      write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    Optional<Url> next =
        options.has("L") && head.status() / 100 == 3
            ? head.header("Location").flatMap(url::resolve)
            : Optional.empty();
    if (options.has("I") || head.hasNoBody()) {
      return next;
    }
    long missing = body(head, stream, next.isPresent());
    if (missing > 0) {
      throw new CurlFailure(18, "transfer closed with " + missing + " bytes remaining to read");
    }
    return next;
  }

  /** Reads the body, and writes it unless only its end matters; returns what is missing of it. */
  private long body(ResponseHead head, HttpStream stream, boolean skipped)
      throws CurlFailure, HttpStream.TimedOut {
    CurlFailure[] failure = new CurlFailure[1];
    long missing =
        stream.body(
            head,
            piece -> {
              say("{ [" + piece.length + " bytes data]");
              record.downloaded += piece.length;
              if (!skipped && failure[0] == null) {
                failure[0] = tryWrite(piece);
              }
            });
    if (failure[0] != null) {
      throw failure[0];
    }
    return missing;
  }

  private @Nullable CurlFailure tryWrite(byte[] piece) {
    try {
      write(piece);
      return null;
    } catch (CurlFailure failed) {
      return failed;
    }
  }

  private void write(byte[] bytes) throws CurlFailure {
    if (output == null) {
      process.out().write(bytes);
      return;
    }
    try {
      if (file == null) {
        file = Descriptor.open(process, output, OpenMode.TRUNCATE);
      }
      file.file().write(bytes, 0, bytes.length);
    } catch (FileException failed) {
      if (!options.isSilent()) {
        process
            .err()
            .println("Warning: Failed to open the file " + output + ": " + failed.error().text());
      }
      throw new CurlFailure(23, "Failure writing output to destination");
    } catch (IOException failed) {
      throw new CurlFailure(23, Errno.EPIPE.text());
    }
  }
}

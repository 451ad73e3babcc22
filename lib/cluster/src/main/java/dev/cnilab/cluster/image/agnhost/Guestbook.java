package dev.cnilab.cluster.image.agnhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.http.HttpClient;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code guestbook}: a primary that stores entries, replicas that receive them, and a front end.
 */
final class Guestbook implements AgnhostCommand {
  private static final int REGISTRATIONS = 15;
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Map<String, String> flags() {
    return Map.of("http-port", "80", "backend-port", "6379", "replicaof", "");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    Server server = new Server(process, flags.number("backend-port"));
    try {
      HttpServer.listen(process, flags.number("http-port"), "", server::answer);
    } catch (ErrnoException taken) {
      return new GoLog(process).fatal(GoNet.listen(":" + flags.number("http-port"), taken));
    }
    String primary = flags.text("replicaof");
    if (!primary.isEmpty() && !server.registerAt(primary)) {
      return new GoLog(process).fatal("Timed out while registering to primary.");
    }
    return ServerLifetime.untilTerminated(process);
  }

  /** The state of one process. */
  private static final class Server {
    private final Process process;
    private final int backendPort;
    private final List<String> replicas = new ArrayList<>();
    private ObjectNode entries = Json.object();

    Server(Process process, int backendPort) {
      this.process = process;
      this.backendPort = backendPort;
    }

    boolean registerAt(String primary) {
      for (int i = 0; i < REGISTRATIONS; i++) {
        try {
          String answer = ask(primary, "/register?host=" + addressTowards(primary));
          entries = Json.parse(answer).withObject("/data");
          return true;
        } catch (IOException unreached) {
          process
              .err()
              .println("encountered error while registering to primary: " + unreached.getMessage());
          process.loop().sleep(BETWEEN);
        }
      }
      return false;
    }

    HttpResponse answer(HttpRequest request) {
      return switch (request.path()) {
        case "/register" -> {
          replicas.add(request.parameter("host"));
          yield Answers.text(200, Json.text(Json.object().set("data", entries)));
        }
        case "/get" -> Answers.text(200, Json.text(Json.object().set("data", got(request))));
        case "/set" -> set(request.parameter("key"), request.parameter("value"));
        case "/guestbook" -> passedOn(request);
        default -> HttpResponse.notFound();
      };
    }

    private JsonNode got(HttpRequest request) {
      String key = request.parameter("key");
      return key.isEmpty() ? entries : Json.object().textNode(entries.path(key).asText(""));
    }

    private HttpResponse set(String key, String value) {
      if (key.isEmpty()) {
        return Answers.error(400, "cannot set with empty key.");
      }
      entries.put(key, value);
      for (String replica : replicas) {
        try {
          ask(replica, "/set?key=" + key + "&value=" + value);
        } catch (IOException failed) {
          return Answers.error(
              417,
              "encountered error while propagating to replica '%s': %s"
                  .formatted(replica, failed.getMessage()));
        }
      }
      return Answers.text(200, "{\"message\":\"Updated\"}");
    }

    private HttpResponse passedOn(HttpRequest request) {
      String command = request.parameter("cmd").toLowerCase(Locale.ROOT);
      if (!command.equals("get") && !command.equals("set")) {
        return Answers.error(400, "unsupported cmd: '" + command + "'");
      }
      String host = command.equals("get") ? "agnhost-replica" : "agnhost-primary";
      try {
        return Answers.text(
            200,
            ask(
                host,
                "/%s?key=%s&value=%s"
                    .formatted(command, request.parameter("key"), request.parameter("value"))));
      } catch (IOException failed) {
        return Answers.error(417, "encountered error: " + failed.getMessage());
      }
    }

    private String addressTowards(String host) throws IOException {
      ProcessSockets sockets = new ProcessSockets(process);
      UdpSocket socket = sockets.udp();
      try {
        socket.connect(address(host), backendPort);
        return socket.localAddress().toString();
      } catch (ErrnoException failed) {
        throw new IOException(GoText.errno(failed), failed);
      } finally {
        sockets.close(socket);
      }
    }

    private Ipv4Address address(String host) throws IOException {
      try {
        return new Resolver(process).find(host).address();
      } catch (LookupFailure unknown) {
        throw new IOException(unknown.getMessage(), unknown);
      }
    }

    private String ask(String host, String target) throws IOException {
      try {
        return HttpClient.request(process, "GET", address(host), backendPort, target, PATIENCE)
            .body();
      } catch (ErrnoException failed) {
        throw new IOException(GoText.errno(failed), failed);
      }
    }
  }
}

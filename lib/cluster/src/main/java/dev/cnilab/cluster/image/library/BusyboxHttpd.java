package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** {@code httpd} of busybox: serves the files of a directory. */
final class BusyboxHttpd implements EventProgram {
  private static final String USAGE =
      "Usage: httpd [-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]";

  /** Options that take a value. */
  private static final String WITH_VALUE = "cpurh";

  @Override
  public void begin(Process process) {
    try {
      Map<Character, String> options = options(process);
      if (!options.containsKey('f')) {
        throw refusal("without -f is not available on this machine");
      }
      String home = process.resolve(options.getOrDefault('h', "."));
      Endpoint at = endpoint(options.getOrDefault('p', "80"));
      HttpServer.listen(
          process, at.address(), at.port(), "", request -> answer(process, home, request));
    } catch (ErrnoException taken) {
      fail(process, "httpd: bind: " + taken.errno().text());
    } catch (IOException wrong) {
      fail(process, String.valueOf(wrong.getMessage()));
    }
  }

  private static void fail(Process process, String message) {
    process.err().println(message);
    process.end(1);
  }

  private static IOException refusal(String why) {
    return new IOException("httpd: " + why);
  }

  /** The options with their values, as getopt reads them. */
  private static Map<Character, String> options(Process process) throws IOException {
    Map<Character, String> options = new HashMap<>();
    Iterator<String> words = process.arguments().subList(1, process.arguments().size()).iterator();
    while (words.hasNext()) {
      String word = words.next();
      if (!word.startsWith("-") || word.length() == 1) {
        continue;
      }
      for (int at = 1; at < word.length(); at++) {
        char letter = word.charAt(at);
        if (WITH_VALUE.indexOf(letter) >= 0) {
          String rest = word.substring(at + 1);
          if (rest.isEmpty() && !words.hasNext()) {
            throw refusal("option requires an argument -- '" + letter + "'\n" + USAGE);
          }
          options.put(letter, rest.isEmpty() ? words.next() : rest);
          break;
        }
        options.put(letter, "");
      }
    }
    requireKnown(options);
    return options;
  }

  private static void requireKnown(Map<Character, String> options) throws IOException {
    for (char letter : options.keySet()) {
      if ("curimed".indexOf(letter) >= 0) {
        throw refusal("-" + letter + " is not available on this machine");
      } else if ("fvph".indexOf(letter) < 0) {
        throw refusal("unrecognized option: " + letter + "\n" + USAGE);
      }
    }
  }

  private static Endpoint endpoint(String text) throws IOException {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw refusal("bad address '" + text + "'");
    }
    Ipv4Address address =
        colon < 0
            ? Ipv4Address.ANY
            : Ipv4Address.read(text.substring(0, colon))
                .orElseThrow(() -> new IOException("httpd: bad address '" + text + "'"));
    return new Endpoint(address, Integer.parseInt(port));
  }

  private static HttpResponse answer(Process process, String home, HttpRequest request) {
    String path = home + request.path() + (request.path().endsWith("/") ? "index.html" : "");
    try {
      String type = path.endsWith(".html") ? "text/html" : "text/plain";
      return HttpResponse.ok(type, process.files().readText(path));
    } catch (IOException missing) {
      return new HttpResponse(
          404,
          "Not Found",
          "text/html",
          """
          <HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>
          <BODY><H1>404 Not Found</H1>
          The requested URL was not found
          </BODY></HTML>
          """);
    }
  }
}

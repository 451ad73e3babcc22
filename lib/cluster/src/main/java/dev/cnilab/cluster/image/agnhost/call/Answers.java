package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.cluster.image.http.HttpResponse;
import java.util.regex.Pattern;

/** Answers as Go's {@code net/http} makes them. */
public final class Answers {
  private static final String PLAIN = "text/plain; charset=utf-8";

  private static final String HTML = "text/html; charset=utf-8";

  /** The tags that {@code http.DetectContentType} knows HTML by. */
  private static final Pattern TAG =
      Pattern.compile(
          "\\s*<(!doctype"
              + " html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)["
              + " >].*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Answers() {}

  /** A body whose type is detected, as by {@code http.ResponseWriter}. */
  public static HttpResponse text(int status, String body) {
    return new HttpResponse(
        status, reason(status), TAG.matcher(body).matches() ? HTML : PLAIN, body);
  }

  /** {@code http.Error}. */
  public static HttpResponse error(int status, String message) {
    return text(status, message + "\n");
  }

  /** {@code http.Redirect} of a GET. */
  public static HttpResponse redirect(int status, String location) {
    return new HttpResponse(
            status,
            reason(status),
            HTML,
            "<a href=\"" + location + "\">" + reason(status) + "</a>.\n\n")
        .withHeader("Location", location);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 412 -> "Precondition Failed";
      case 417 -> "Expectation Failed";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "status code " + status;
    };
  }
}

package dev.cnilab.cluster.image.flannel.subnet;

import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;

/** flanneld's log on its standard error. */
public record FlanneldLog(Klog log) {
  public static FlanneldLog of(Process process) {
    return new FlanneldLog(new Klog(process::now, process.pidInside(), process.err()::println));
  }

  public void info(String place, String text) {
    log.plain(place, text);
  }

  public void warning(String place, String text) {
    log.plainWarning(place, text);
  }

  public void error(String place, String text) {
    log.plainError(place, text);
  }
}

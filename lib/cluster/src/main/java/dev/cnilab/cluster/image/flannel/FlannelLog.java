package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;

/** flanneld's log on its standard error. */
record FlannelLog(Klog log) {
  static FlannelLog of(Process process) {
    return new FlannelLog(
        new Klog(process.loop()::now, process.pidInside(), process.err()::println));
  }

  void info(String place, String text) {
    log.plain(place, text);
  }

  void warning(String place, String text) {
    log.plainWarning(place, text);
  }

  void error(String place, String text) {
    log.plainError(place, text);
  }
}

"""JupyterLab's kernels where memory is short, as on Binder: a few at a time.

A kernel keeps nothing that a learner needs: what they do is in the cluster, where they are in the progress
file. So a new kernel may end the one that has been idle for longest, and never the one somebody thinks at.
A cell that is run in a notebook whose kernel has ended starts it again.
"""

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Integer


class FewKernels(AsyncMappingKernelManager):
    """Ends idle kernels when others begin; counts no time."""

    most = Integer(3, config=True, help="How many kernels may be there at once, if the others are idle.")

    async def start_kernel(self, **options: object) -> str:
        for kernel in self.idle()[: max(0, len(self) + 1 - self.most)]:
            self.log.info("Ending the kernel %s, idle for longest, for a new one", kernel)
            await self.shutdown_kernel(kernel)
        return await super().start_kernel(**options)

    def idle(self) -> list[str]:
        """Those that do nothing, the one that was used last at the end."""
        quiet = [kernel for kernel in self.list_kernel_ids() if self._kernels[kernel].execution_state == "idle"]
        return sorted(quiet, key=lambda kernel: self._kernels[kernel].last_activity)

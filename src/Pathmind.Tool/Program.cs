return args is ["kernel", var file] ? Pathmind.Jupyter.JupyterKernel.Run(file) : 2;

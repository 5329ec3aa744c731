#r "nuget: Pathmind.Scripting"
#load "cartpole.cs"

#r "nuget: Pathmind.Scripting"
#load "pendulum.cs"
